import { useMemo } from "preact/hooks";
import {
  type Bar,
  type Bars,
  barsOf,
  formatRef,
  gapsIn,
  lengthOf,
  parseFilter,
  type RunRef,
  type RunRow,
  runMatcher,
  type Span,
  spanOfBars,
  type TimedTest,
  testMatcher,
} from "../../../src/view/index.js";
import { now as clock } from "../../app/clock.js";
import { openDrawer } from "../../app/drawer.js";
import { openTab } from "../../app/router.js";
import { runs } from "../../app/runs.js";
import { type TimedTests, useTimedTestsOfRuns } from "../../app/timed-tests.js";
import { useTitle } from "../../app/title.js";
import type { ViewProps } from "../../app/view-props.js";
import { Link } from "../../parts/link.js";
import { EmptyState, ErrorState, Loading } from "../../parts/states.js";
import { Duration, When } from "../../parts/time.js";
import { CountsBar } from "../../parts/verdict.js";
import { inSameRun, runRoute, testRoute } from "../test/refs.js";
import { Chart } from "./chart.js";
import { chartModel } from "./chart-model.js";
import { SeveralHead } from "./several-head.js";
import { useZoomKeys } from "./use-zoom-keys.js";
import { windowOf, windowParams } from "./window-params.js";
import "./several.css";

/** Runs that are shown until somebody asks for more. */
const fewRuns = 5;
const mostRuns = 30;

/** Several runs above each other, on one scale of time. Spec 06 § 28 */
export default function SeveralTimes({ route, setParams }: ViewProps<"times">) {
  const { params } = route;
  useTitle("Times");
  const { filter } = parseFilter(params);
  const count = Math.min(mostRuns, Math.max(1, Number.parseInt(params["cols"] ?? "", 10) || fewRuns));
  const matching = (runs.value ?? []).filter(runMatcher(filter, clock.value));
  const shown = matching.slice(0, count);
  const refs = shown.map(refOf);
  const known = useTimedTestsOfRuns(refs);
  if (runs.value === undefined) return <Loading what="runs" />;
  const charts = shown.map((run) => ({ run, tests: known.get(formatRef(refOf(run))) }));
  return (
    <section class="times-several">
      <SeveralHead params={params} setParams={setParams} shown={shown.length} total={matching.length} most={mostRuns} />
      {shown.length === 0 ? (
        <EmptyState title="No run fits">There are runs of other targets or names: clear the filter to see them.</EmptyState>
      ) : (
        <Charts charts={charts} isWanted={testMatcher(filter)} params={params} setParams={setParams} />
      )}
    </section>
  );
}

function refOf({ target, runname }: RunRow): RunRef {
  return { t: target.join("/"), r: runname };
}

interface ChartsProps extends Pick<ViewProps<"times">, "setParams"> {
  readonly charts: readonly { readonly run: RunRow; readonly tests: TimedTests | undefined }[];
  readonly isWanted: (testname: string, itemPath: string) => boolean;
  readonly params: ViewProps<"times">["route"]["params"];
}

interface RunBars {
  readonly run: RunRow;
  readonly bars: readonly Bar[];
  readonly waiting: number;
  readonly span: Span;
}

/** The common scale counts from the start of each run, or is that of the clock; or each run has its own. */
function Charts({ charts, isWanted, params, setParams }: ChartsProps) {
  const now = clock.value;
  const barsIn = useBars(params["test"] ?? "", isWanted);
  const drawn = charts.map(({ run, tests }) => {
    const { bars, waiting } = barsIn(tests?.tests ?? nothing);
    return { run, bars, waiting, span: spanOfBars(bars, now) };
  });
  const withBars = drawn.flatMap(({ span, ...rest }): RunBars[] => (span === undefined ? [] : [{ ...rest, span }]));
  const byClock = params["align"] === "clock";
  const isOwn = params["scale"] === "own";
  const common = commonSpan(withBars, byClock);
  const window = windowOf(params, common);
  useZoomKeys(window, common, (to) => setParams(windowParams(to, common), { typing: true }));
  return (
    <div class="times-several-runs">
      {charts.map(({ run, tests }) => {
        const own = withBars.find((one) => one.run.id === run.id);
        if (tests?.error !== undefined) return <ErrorState key={run.id} error={tests.error} />;
        if (own === undefined) return <RunHead key={run.id} run={run} note={tests === undefined ? "loading …" : "nothing has started"} />;
        const shift = byClock || isOwn ? 0 : own.span.from;
        const bounds = isOwn ? padded(own.span) : moved(common, shift);
        return (
          <RunChart
            key={run.id}
            {...own}
            now={now}
            bounds={bounds}
            window={isOwn ? bounds : moved(window, shift)}
            {...(byClock ? {} : { origin: own.span.from })}
            onWindow={(to) => {
              if (!isOwn) setParams(windowParams(moved(to, -shift), common), { typing: true });
            }}
          />
        );
      })}
    </div>
  );
}

const nothing: readonly TimedTest[] = [];

/** The bars of the wanted tests; those of a run stay the same as long as its tests do. */
function useBars(pattern: string, isWanted: ChartsProps["isWanted"]): (tests: readonly TimedTest[]) => Bars {
  const known = useMemo(() => new WeakMap<readonly TimedTest[], Bars>(), [pattern]);
  return (tests) => {
    const before = known.get(tests);
    if (before !== undefined) return before;
    const { bars, waiting } = barsOf(tests, () => "");
    const wanted = { bars: bars.filter(({ testname, item_path }) => isWanted(testname, item_path)), waiting };
    known.set(tests, wanted);
    return wanted;
  };
}

function commonSpan(runs: readonly RunBars[], byClock: boolean): Span {
  if (byClock) return padded({ from: Math.min(...runs.map(({ span }) => span.from)), until: Math.max(...runs.map(({ span }) => span.until)) });
  return padded({ from: 0, until: Math.max(1, ...runs.map(({ span }) => lengthOf(span))) });
}

const moved = ({ from, until }: Span, by: number): Span => ({ from: from + by, until: until + by });

function padded({ from, until }: Span): Span {
  const room = Math.max(0.5, (until - from) * 0.01);
  return { from: from - room, until: until + room };
}

interface RunChartProps extends RunBars {
  readonly now: number;
  readonly bounds: Span;
  readonly window: Span;
  readonly origin?: number;
  readonly onWindow: (window: Span) => void;
}

function RunChart({ run, bars, waiting, span, now, ...shown }: RunChartProps) {
  const model = useMemo(() => chartModel(bars, "packed", []), [bars]);
  const gaps = gapsIn(bars, waiting, now);
  const onOpen = (id: number, newTab: boolean) => {
    const bar = bars.find((candidate) => candidate.id === id);
    if (bar === undefined) return;
    const route = testRoute(inSameRun(refOf(run), bar));
    if (newTab) openTab(route);
    else openDrawer(route);
  };
  const height = Math.min(260, Math.max(64, 26 + model.rows.length * (model.rows.length <= 8 ? 22 : 10)));
  return (
    <section class="times-several-run">
      <RunHead run={run} seconds={lengthOf(span)} />
      <div class="times-several-chart" style={{ height: `${height}px` }}>
        <Chart label={`Times of run ${run.runname} of ${run.target.join("/")}`} {...{ model, now, gaps, critical: none, onOpen }} {...shown} />
      </div>
    </section>
  );
}

const none: readonly number[] = [];

interface RunHeadProps {
  readonly run: RunRow;
  readonly seconds?: number;
  readonly note?: string;
}

function RunHead({ run, seconds, note }: RunHeadProps) {
  return (
    <header class="times-several-run-head">
      <h2>
        <Link to={runRoute(refOf(run), { tab: "times" })}>
          {run.target.join("/")}/{run.runname}
        </Link>
      </h2>
      <When epoch={run.event_time} />
      {seconds !== undefined && <Duration seconds={seconds} />}
      {note !== undefined && <span class="soft">{note}</span>}
      <CountsBar counts={run.counts} />
    </header>
  );
}
