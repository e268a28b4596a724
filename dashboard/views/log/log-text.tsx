import { useComputed } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import type { LogMarks, LogRef, Params } from "../../../src/view/index.js";
import { notify } from "../../app/notices.js";
import { changed, hrefOf } from "../../app/router.js";
import { settings } from "../../app/settings.js";
import type { ViewProps } from "../../app/view-props.js";
import { EmptyState, ErrorState, Loading } from "../../parts/states.js";
import { ground } from "./ground.js";
import { HexView } from "./hex-view.js";
import { type Match, matchesOf, withMatches } from "./highlight.js";
import { LineList } from "./line-list.js";
import type { LogModel } from "./log-model.js";
import { LogRow } from "./log-row.js";
import { Overview, type OverviewMark } from "./overview.js";
import { PaintedLog, paint } from "./painted-log.js";
import { markClass } from "./side-list.js";
import { formatLines, type LineRange, parseLines } from "./window.js";

interface LogTextProps {
  readonly logRef: LogRef;
  readonly model: LogModel;
  readonly marks: LogMarks | undefined;
  readonly params: Params;
  readonly setParams: ViewProps["setParams"];
}

/** The lines of a log. */
export function LogText({ logRef, model, marks, params, setParams }: LogTextProps) {
  const { source } = model;
  useReplacedNotice(model);
  if (source.isBinary.value) return <HexView logRef={logRef} bytes={source.state.value?.bytes ?? 0} />;
  const message = messageOf(model);
  if (message !== undefined) return <div class="log-message">{message}</div>;
  return (
    <div class="log-body">
      <Lines logRef={logRef} model={model} marks={marks} params={params} setParams={setParams} />
      <LogOverview model={model} marks={marks} />
      {model.newLines.value > 0 && (
        <button type="button" class="log-new-lines primary" onClick={() => model.showEnd()}>
          {model.newLines.value.toLocaleString("en")} new {model.newLines.value === 1 ? "line" : "lines"} ↓
        </button>
      )}
    </div>
  );
}

/** What is shown instead of lines. */
function messageOf({ source }: LogModel): ComponentChildren {
  if (source.state.value === undefined) {
    return source.problem.value === undefined ? <Loading what={source.ref.f} /> : <ErrorState error={source.problem.value} />;
  }
  if (source.state.value.bytes === 0) return <EmptyState title="This log is empty">{source.ref.f} has no bytes yet.</EmptyState>;
  return undefined;
}

function useReplacedNotice({ source }: LogModel): void {
  const times = source.replaced.value;
  useEffect(() => {
    if (times > 0) notify(`${source.ref.f} was replaced or shortened: it is shown anew`);
  }, [times]);
}

function Lines({ logRef, model, marks, params, setParams }: LogTextProps) {
  const { source, search } = model;
  const { logWrap, logTimes } = settings.value;
  const painted = useMemo(() => new PaintedLog(source, ground.value), [source, ground.value]);
  const find = useMemo(() => matchesOf(search), [search.wish.value, search.hits.value]);
  const hitLines = useMemo(() => new Set(search.lines.value), [search.lines.value]);
  const markOf = useMemo(() => new Map(marks?.marks.toReversed().map((mark) => [mark.line, markClass(mark)])), [marks]);
  const [anchor, setAnchor] = useState<number>();
  const chosen = parseLines(params["line"]);
  const tail = source.tail.value;
  const tailSpans = useMemo(() => tail && paint(tail, source.raw, ground.value), [tail, ground.value]);
  // Lines may have come.
  source.turn.value;
  const choose = (number: number, extend: boolean) => {
    const from = extend ? (anchor ?? chosen?.first ?? number) : number;
    setAnchor(from);
    setParams({ line: formatLines({ first: Math.min(from, number), last: Math.max(from, number) }), tail: undefined }, { typing: true });
  };
  const row = (number: number) => {
    const line = tail === undefined ? source.line(number) : tail[number - 1];
    const spans = (tail === undefined ? painted.spans(number) : tailSpans?.[number - 1]) ?? [];
    const matches: readonly Match[] =
      search.wish.value === undefined || line === undefined ? [] : find(number, spans.map(({ text }) => text).join(""));
    return (
      <LogRow
        key={number}
        number={number}
        line={line}
        spans={withMatches(spans, matches)}
        raw={source.raw}
        href={tail === undefined ? hrefOf({ view: "log", test: testOf(logRef), params: lineParams(logRef.f, number) }) : undefined}
        delta={logTimes && tail === undefined ? painted.delta(number) : undefined}
        showsDelta={logTimes}
        mark={tail === undefined ? markOf.get(number) : undefined}
        isChosen={isIn(chosen, number)}
        isCurrent={model.cursor.value === number && hitLines.has(number)}
        isHit={search.wish.value?.isRegex === true && hitLines.has(number)}
        onChoose={choose}
        onMore={(at) => void source.more(at)}
      />
    );
  };
  const count = tail?.length ?? source.lines;
  return (
    <LineList
      label={`Text of ${logRef.f}`}
      count={count}
      wrap={logWrap}
      digits={Math.max(3, String(count).length)}
      line={row}
      onDrawn={(range, scroller) => model.drawn(range, scroller)}
      onReady={(scroller) => model.attach(scroller)}
    />
  );
}

const isIn = (range: LineRange | undefined, line: number) => range !== undefined && line >= range.first && line <= range.last;

function testOf({ f, ...test }: LogRef): Omit<LogRef, "f"> {
  return test;
}

const lineParams = (f: string, line: number): Params => changed({ f }, { line: String(line) });

function LogOverview({ model, marks }: Pick<LogTextProps, "model" | "marks">) {
  const hits = model.search.lines.value;
  const all = useMemo<readonly OverviewMark[]>(
    () => [
      ...(marks?.marks ?? []).map((mark) => ({ line: mark.line, color: `--log-${markClass(mark)}` })),
      ...hits.map((line) => ({ line, color: "--log-hit" })),
    ],
    [marks, hits],
  );
  const isNumbered = useComputed(() => model.source.tail.value === undefined).value;
  return isNumbered && all.length > 0 ? <Overview lines={model.source.lines} marks={all} onJump={(line) => model.jump(line)} /> : null;
}
