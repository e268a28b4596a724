import { useMemo } from "preact/hooks";
import {
  type Bars,
  barsOf,
  gapsIn,
  type Params,
  type Rowing,
  type RunRef,
  type RunSlots,
  rowings,
  type Span,
  spanOfBars,
} from "../../../src/view/index.js";
import { now as clock } from "../../app/clock.js";
import { openDrawer } from "../../app/drawer.js";
import { openTab } from "../../app/router.js";
import { useTimedTests } from "../../app/timed-tests.js";
import { useAnswer } from "../../app/use-answer.js";
import type { ViewProps } from "../../app/view-props.js";
import type { Sort } from "../../parts/rows.js";
import { EmptyState, ErrorState, Loading } from "../../parts/states.js";
import { inSameRun, runQuestion, testRoute } from "../test/refs.js";
import { Chart } from "./chart.js";
import { chartModel } from "./chart-model.js";
import { StripView } from "./strip.js";
import { graphStrips, liveStrips, loadStrips } from "./strips.js";
import { TimesHead } from "./times-head.js";
import { TimesTable } from "./times-table.js";
import { useSteps } from "./use-steps.js";
import { useZoomKeys } from "./use-zoom-keys.js";
import { windowOf, windowParams } from "./window-params.js";
import "./times.css";

export interface RunTimesProps {
  readonly run: RunRef;
  readonly params: Params;
  readonly setParams: ViewProps["setParams"];
}

/** When the tests of a run ran: bars, the curve of live tests, gaps and the critical path. Spec 06 § 28 */
export default function RunTimes({ run, params, setParams }: RunTimesProps) {
  const { tests, error } = useTimedTests(run);
  const slots = useAnswer("slots", { a: run.a }).value;
  const drawn = useMemo(() => tests && barsOf(tests, jobgroups(slots)), [tests, slots]);
  if (error !== undefined && drawn === undefined) return <ErrorState error={error} />;
  if (drawn === undefined) return <Loading what="times" />;
  if (drawn.bars.length === 0)
    return <EmptyState title="Nothing has started yet">Each test gets a bar from its start to its end, as soon as it is launched.</EmptyState>;
  return <Times run={run} drawn={drawn} slots={slots} params={params} setParams={setParams} />;
}

function jobgroups(slots: RunSlots | undefined): (testname: string) => string {
  const byTest = new Map(slots?.groups.flatMap(({ name, testnames }) => testnames.map((testname) => [testname, name] as const)));
  return (testname) => byTest.get(testname) ?? "";
}

interface TimesProps extends RunTimesProps {
  readonly drawn: Bars;
  readonly slots: RunSlots | undefined;
}

function Times({ run, drawn, slots, params, setParams }: TimesProps) {
  const { bars, waiting } = drawn;
  const isLive = bars.some(({ live }) => live) || waiting > 0;
  const now = isLive ? clock.value : (spanOfBars(bars, 0)?.until ?? 0);
  const known = useAnswer("run/critical", { ...runQuestion(run), turn: isLive ? Math.floor(now / pathPause) : undefined }).value?.ids;
  const critical = known ?? none;
  const rowing = rowings.find((name) => name === params["by"]) ?? "packed";
  const model = useMemo(() => chartModel(bars, rowing, critical), [bars, rowing, critical]);
  const bounds = padded(spanOfBars(bars, now) ?? { from: 0, until: 1 });
  const window = windowOf(params, bounds);
  const gaps = useMemo(() => gapsIn(bars, waiting, now), [bars, waiting, now]);
  const steps = useSteps(run, bars, window, globalThis.innerWidth, now);
  const onWindow = (to: Span) => setParams(windowParams(to, bounds), { typing: true });
  const onOpen = (id: number, newTab: boolean) => {
    const bar = bars.find((candidate) => candidate.id === id);
    if (bar === undefined) return;
    const route = testRoute(inSameRun(run, bar));
    if (newTab) openTab(route);
    else openDrawer(route);
  };
  useZoomKeys(window, bounds, onWindow);
  const isTable = params["form"] === "table";
  const head = { bars, waiting, critical: known, gaps, slots, now, rowing, isTable };
  return (
    <section class="times">
      <TimesHead
        {...head}
        onRowing={(by: Rowing) => setParams({ by: by === "packed" ? undefined : by })}
        onTable={(table) => setParams({ form: table ? "table" : undefined })}
        window={window}
        bounds={bounds}
        onWindow={onWindow}
      />
      {isTable ? (
        <TimesTable
          {...{ run, bars, critical, now }}
          sort={sortOf(params["sort"])}
          onSort={(sort) => setParams({ sort: sort === "+from" ? undefined : sort })}
        />
      ) : (
        <>
          <Chart label="Times of tests" {...{ model, window, bounds, now, gaps, critical, steps, onWindow, onOpen }} />
          <Strips {...{ run, drawn, slots, now, bounds, window, onWindow }} />
        </>
      )}
    </section>
  );
}

const none: readonly number[] = [];
/** The critical path of a run at work is asked for anew; seconds. */
const pathPause = 15;

const sortOf = (text: string | undefined): Sort => (text !== undefined && /^[+-]/.test(text) ? (text as Sort) : "+from");

/** A little room at both ends, so that the first and the last bar can be told from the frame. */
function padded({ from, until }: Span): Span {
  const room = Math.max(0.5, (until - from) * 0.015);
  return { from: from - room, until: until + room };
}

interface StripsProps {
  readonly run: RunRef;
  readonly drawn: Bars;
  readonly slots: RunSlots | undefined;
  readonly now: number;
  readonly bounds: Span;
  readonly window: Span;
  readonly onWindow: (window: Span) => void;
}

/** The curve of live tests, and on demand those of job groups, of the area's own graphs and of the hosts. */
function Strips({ run, drawn, slots, now, ...shown }: StripsProps) {
  const [live, ...groups] = useMemo(() => liveStrips(drawn, slots, now), [drawn, slots, now]);
  const curves = useAnswer("run/curves", runQuestion(run)).value;
  const load = useAnswer("run/load", runQuestion(run)).value;
  const more = [...groups, ...(curves ? graphStrips(curves) : []), ...(load ? loadStrips(load) : [])];
  const problems = curves?.problems ?? [];
  return (
    <div class="times-strips">
      {live && <StripView strip={live} isTall {...shown} />}
      {more.length + problems.length > 0 && (
        <details>
          <summary>
            {more.length === 1 ? "1 more curve" : `${more.length} more curves`}
            {problems.length > 0 && <span class="caution-text"> · {problems.length} cannot be read</span>}
          </summary>
          {more.map((strip) => (
            <StripView key={strip.id} strip={strip} {...shown} />
          ))}
          {problems.map((problem) => (
            <p key={problem} class="caution-text">
              {problem}
            </p>
          ))}
        </details>
      )}
      <p class="soft">
        Only the last attempt of a test is recorded, in whole seconds.{" "}
        <span class="times-help">Drag over the curve to choose a time. In the chart the wheel zooms, dragging and Shift+wheel move.</span>
      </p>
    </div>
  );
}
