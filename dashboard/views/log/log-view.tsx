import type { ComponentChildren } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { LogMarks, LogRef, Params } from "../../../src/view/index.js";
import { useAnswer } from "../../app/use-answer.js";
import type { ViewProps } from "../../app/view-props.js";
import { GoToLine } from "./go-to-line.js";
import { LogModel, type Opening } from "./log-model.js";
import { LogSide, type Side } from "./log-side.js";
import { LogStatus } from "./log-status.js";
import { LogText } from "./log-text.js";
import { LogTools } from "./log-tools.js";
import { endText, SearchBar, wishOf } from "./search-bar.js";
import { type LogSteps, useLogKeys } from "./use-log-keys.js";
import { withoutColours } from "./visible-text.js";
import { parseLines } from "./window.js";

interface LogViewProps {
  readonly logRef: LogRef;
  /** The choice of the log. */
  readonly choice: ComponentChildren;
  readonly isOfFailedStep: boolean;
  readonly params: Params;
  readonly setParams: ViewProps["setParams"];
}

/** One log: its lines, search, marks of log rules. */
export function LogView({ logRef, choice, isOfFailedStep, params, setParams }: LogViewProps) {
  const raw = params["raw"] === "1";
  const model = useMemo(() => new LogModel(logRef, raw, openingOf(params)), [logRef, raw]);
  useEffect(() => () => model.close(), [model]);
  const { value: marks } = useAnswer("test/marks", { ...logRef });
  const [side, setSide] = useState<Side>();
  const [asksLine, setAsksLine] = useState(false);
  const searchField = useRef<HTMLDivElement>(null);
  useAddress(model, params);
  useFirstError(model, marks, { isOfFailedStep, params });
  const steps = useSteps(model, marks, params);
  const show = (lines: string) => {
    setParams({ line: lines, tail: undefined });
    const first = parseLines(lines)?.first;
    if (first !== undefined) model.jump(first);
  };
  useLogKeys({
    model,
    params,
    setParams,
    steps,
    focusSearch: () => searchField.current?.querySelector("input")?.select(),
    askLine: () => setAsksLine(true),
  });
  const chosen = parseLines(params["line"]);
  const shownSide = side ?? usualSide(model, marks);
  return (
    <section class="log-panel" aria-label={`Log ${logRef.f}`}>
      <div class="log-tools" ref={searchField}>
        {choice}
        <SearchBar search={model.search} params={params} setParams={setParams} at={steps.at} onStep={steps.hit} />
        <span class="spacer" />
        <LogTools
          logRef={logRef}
          model={model}
          marks={marks}
          side={shownSide}
          onSide={setSide}
          params={params}
          setParams={setParams}
          askLine={() => setAsksLine(true)}
        />
      </div>
      {asksLine && <GoToLine lines={model.source.lines} onGo={show} onClose={() => setAsksLine(false)} />}
      {endText(model.search) !== "" && (
        <p class="log-notice" role="status">
          {endText(model.search)}
        </p>
      )}
      <div class="log-main">
        <LogText logRef={logRef} model={model} marks={marks} params={params} setParams={setParams} />
        <LogSide
          side={shownSide}
          model={model}
          marks={marks}
          params={params}
          setParams={setParams}
          onJump={(line) => model.jump(line)}
          onClose={() => setSide("none")}
        />
      </div>
      <LogStatus model={model} chosen={chosen} onCopy={() => copyLines(model, params)} onDrop={() => setParams({ line: undefined })} />
    </section>
  );
}

/** Beside the lines there is room for a list. */
const isRoomy = () => window.matchMedia("(min-width: 861px)").matches;

/** What stands beside the lines when nobody has chosen. */
function usualSide(model: LogModel, marks: LogMarks | undefined): Side {
  if (!isRoomy()) return "none";
  if (model.search.wish.value !== undefined && model.search.count.value > 0) return "hits";
  return marks !== undefined && marks.total > 0 ? "marks" : "none";
}

function openingOf(params: Params): Opening {
  const chosen = parseLines(params["line"]);
  if (chosen !== undefined) return { kind: "line", line: chosen.first };
  return { kind: params["tail"] === "1" ? "end" : "start" };
}

/** Search and following are what the address says. */
function useAddress(model: LogModel, params: Params): void {
  const wish = wishOf(params);
  useEffect(() => model.search.start(wish), [model, JSON.stringify(wish)]);
  const isFollowed = params["tail"] === "1";
  useEffect(() => {
    model.isFollowed = isFollowed;
    model.source.follow(isFollowed);
    if (isFollowed) model.showEnd();
  }, [model, isFollowed]);
}

/** A log opens on its first error; that of a failed step without rules at its end. */
function useFirstError(
  model: LogModel,
  marks: LogMarks | undefined,
  { isOfFailedStep, params }: Pick<LogViewProps, "isOfFailedStep" | "params">,
): void {
  useEffect(() => {
    if (marks === undefined || params["line"] !== undefined || params["tail"] === "1" || !model.isUntouched) return;
    if (marks.firstError !== undefined) model.jump(marks.firstError);
    else if (isOfFailedStep && marks.page === "") model.showEnd();
  }, [model, marks, isOfFailedStep]);
}

/** From hit to hit, and from mark to mark. */
function useSteps(model: LogModel, marks: LogMarks | undefined, params: Params): LogSteps {
  const { lines } = model.search;
  const cursor = model.cursor.value;
  const at = cursor === undefined ? 0 : lines.value.indexOf(cursor) + 1;
  // A hit that is to be shown as soon as there is one: an address may only name what is searched for.
  const [awaited, setAwaited] = useState<1 | -1 | undefined>(() => (model.isFresh && params["q"] !== undefined ? 1 : undefined));
  const step = (among: readonly number[], direction: 1 | -1) => {
    const from = model.place;
    const next = direction === 1 ? (among.find((line) => line > from) ?? among[0]) : (among.findLast((line) => line < from) ?? among.at(-1));
    if (next !== undefined) model.jump(next);
  };
  const hit = (direction: 1 | -1, ofNewSearch = false) => {
    if (ofNewSearch || lines.peek().length === 0) setAwaited(direction);
    else step(lines.peek(), direction);
  };
  useEffect(() => {
    if (awaited === undefined || lines.value.length === 0) return;
    setAwaited(undefined);
    step(lines.peek(), awaited);
  }, [awaited, lines.value]);
  return { at, hit, mark: (direction) => step(marks?.marks.map(({ line }) => line) ?? [], direction) };
}

async function copyLines(model: LogModel, params: Params): Promise<number> {
  const chosen = parseLines(params["line"]);
  if (chosen === undefined) return 0;
  const lines = await model.source.text(chosen);
  await navigator.clipboard.writeText(lines.map(withoutColours).join("\n"));
  return lines.length;
}
