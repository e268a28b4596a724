import type { ComponentChildren } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { type LogRef, type Params, parseRef, type TestRef } from "../../../src/view/index.js";
import { useKeys } from "../../app/keys.js";
import { hasAreas, keyCount } from "../../app/router.js";
import { settings } from "../../app/settings.js";
import { useAnswer } from "../../app/use-answer.js";
import type { ViewProps } from "../../app/view-props.js";
import { EmptyState, ErrorState, Loading } from "../../parts/states.js";
import { type DiffRow, DiffRows } from "./diff-rows.js";
import { ground } from "./ground.js";
import { type Match, withMatches } from "./highlight.js";
import { LineList } from "./line-list.js";
import type { LineScroller } from "./line-scroller.js";
import { LogSource } from "./log-source.js";
import { Overview } from "./overview.js";
import { PaintedLog } from "./painted-log.js";
import { Spans } from "./spans.js";
import { wordDiff } from "./word-diff.js";

interface DiffViewProps {
  readonly logRef: LogRef;
  /** The other run, as it stands in addresses. */
  readonly other: string;
  readonly choice: ComponentChildren;
  readonly params: Params;
  readonly setParams: ViewProps["setParams"];
}

const ignorable = [
  ["times", "Ignore times"],
  ["hex", "Ignore hex numbers"],
  ["paths", "Ignore directories"],
] as const;

/** The log of a test in two runs, side by side. Spec 06 § 25.9 */
export function DiffView({ logRef, other, choice, params, setParams }: DiffViewProps) {
  const run = keyCount.value === undefined ? undefined : parseRef(other, keyCount.value, hasAreas.value);
  const ignored = Object.fromEntries(ignorable.map(([name]) => [name, params[name] === "1" ? 1 : undefined]));
  const { value: diff, error } = useAnswer("test/logdiff", { ...logRef, with: other, ...ignored });
  const rows = useMemo(() => new DiffRows(diff?.parts ?? [], params["changes"] === "1"), [diff, params["changes"]]);
  const scroller = useRef<LineScroller>(undefined);
  const [current, setCurrent] = useState<number>();
  const step = (direction: 1 | -1) => {
    const from = current ?? 0;
    const next =
      direction === 1
        ? (rows.changes.find((row) => row > from) ?? rows.changes[0])
        : (rows.changes.findLast((row) => row < from) ?? rows.changes.at(-1));
    if (next === undefined) return;
    setCurrent(next);
    scroller.current?.show(next, "near");
  };
  useKeys("Two logs", { n: { label: "next difference", run: () => step(1) }, "Shift+n": { label: "previous difference", run: () => step(-1) } });
  const toggle = (name: string) => setParams({ [name]: params[name] === "1" ? undefined : "1" });
  return (
    <section class="log-panel" aria-label={`Log ${logRef.f} in two runs`}>
      <div class="log-tools">
        {choice}
        <span class="log-count">
          {diff === undefined ? "" : `${rows.changes.length} ${rows.changes.length === 1 ? "difference" : "differences"}`}
        </span>
        <span class="spacer" />
        {[...ignorable, ["changes", "Only differences"] as const].map(([name, label]) => (
          <button key={name} type="button" class="plain" aria-pressed={params[name] === "1"} onClick={() => toggle(name)}>
            {label}
          </button>
        ))}
        <button type="button" onClick={() => setParams({ with: undefined, times: undefined, hex: undefined, paths: undefined, changes: undefined })}>
          End comparison
        </button>
      </div>
      <div class="log-pair-head">
        <span class="clip">{logRef.r}</span>
        <span class="clip">{run === undefined ? other : run.t === logRef.t ? run.r : `${run.t}/${run.r}`}</span>
      </div>
      {error !== undefined && <ErrorState error={error} />}
      {diff === undefined && error === undefined && <Loading what="the differences" />}
      {diff !== undefined && diff.notice !== "" && <EmptyState title="These logs are not compared">{diff.notice}</EmptyState>}
      {diff !== undefined && diff.notice === "" && run !== undefined && (
        <Pairs left={logRef} right={{ ...logRef, ...run }} rows={rows} current={current} onReady={(ready) => (scroller.current = ready)} />
      )}
    </section>
  );
}

interface PairsProps {
  readonly left: LogRef;
  readonly right: LogRef & TestRef;
  readonly rows: DiffRows;
  readonly current: number | undefined;
  readonly onReady: (scroller: LineScroller) => void;
}

function Pairs({ left, right, rows, current, onReady }: PairsProps) {
  const [a, b] = [useLines(left), useLines(right)];
  const digits = Math.max(3, String(Math.max(a.source.lines, b.source.lines)).length);
  return (
    <div class="log-body">
      <LineList
        label={`${left.f} in two runs`}
        count={rows.count}
        wrap={settings.value.logWrap}
        digits={digits}
        line={(number) => <PairRow key={number} number={number} row={rows.at(number)} left={a} right={b} isCurrent={number === current} />}
        onDrawn={({ first, last }, scroller) => {
          needed(rows, first, last, "left", a.source);
          needed(rows, first, last, "right", b.source);
          if (scroller.count > 0) onReady(scroller);
        }}
        onReady={onReady}
      />
      <Overview lines={rows.count} marks={rows.changes.map((line) => ({ line, color: "--log-changed" }))} onJump={() => {}} />
    </div>
  );
}

function needed(rows: DiffRows, first: number, last: number, side: "left" | "right", source: LogSource): void {
  const lines: number[] = [];
  for (let number = first; number <= last; number++) lines.push(rows.at(number)[side] ?? 0);
  const shown = lines.filter((line) => line > 0);
  const [from, to] = [shown[0], shown.at(-1)];
  if (from !== undefined && to !== undefined) source.need({ first: from, last: to });
}

function useLines(ref: LogRef): PaintedLog {
  const source = useMemo(() => new LogSource(ref, false), [JSON.stringify(ref)]);
  useEffect(() => () => source.close(), [source]);
  return useMemo(() => new PaintedLog(source, ground.value), [source, ground.value]);
}

interface PairRowProps {
  readonly number: number;
  readonly row: DiffRow;
  readonly left: PaintedLog;
  readonly right: PaintedLog;
  readonly isCurrent: boolean;
}

function PairRow({ number, row, left, right, isCurrent }: PairRowProps) {
  if (row.skipped !== undefined) {
    return (
      <div class="log-row log-skipped" data-line={number}>
        {row.skipped.toLocaleString("en")} equal lines
      </div>
    );
  }
  const texts = [row.left === undefined ? undefined : left.text(row.left), row.right === undefined ? undefined : right.text(row.right)] as const;
  const differs = row.kind === "changed" && texts[0] !== undefined && texts[1] !== undefined ? wordDiff(texts[0], texts[1]) : undefined;
  return (
    <div class={isCurrent ? "log-row log-pair is-current" : "log-row log-pair"} data-line={number}>
      <Half line={row.left} painted={left} kind={row.kind} matches={differs?.left ?? []} />
      <Half line={row.right} painted={right} kind={row.kind} matches={differs?.right ?? []} />
    </div>
  );
}

interface HalfProps {
  readonly line: number | undefined;
  readonly painted: PaintedLog;
  readonly kind: DiffRow["kind"];
  readonly matches: readonly Match[];
}

function Half({ line, painted, kind, matches }: HalfProps) {
  if (line === undefined) return <span class="log-half is-missing" />;
  return (
    <span class={kind === "changed" ? "log-half is-changed" : "log-half"}>
      <span class="log-number" data-number={line} />
      <span class="log-text">
        <Spans spans={withMatches(painted.spans(line) ?? [], matches)} />
      </span>
    </span>
  );
}
