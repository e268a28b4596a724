import { formatDuration } from "../../../src/base/index.js";
import { formatRef, type History, type HistoryRow, type TestPath } from "../../../src/view/index.js";
import { Link } from "../../parts/link.js";
import { Duration, When } from "../../parts/time.js";
import { VerdictBadge } from "../../parts/verdict.js";
import { PlaceLink } from "../test/place.js";
import { testRoute } from "../test/refs.js";
import { VerdictStrip } from "../test/strip.js";
import { HistoryClassText } from "./class-text.js";
import { DurationChart } from "./duration-chart.js";
import "./history.css";

interface HistoryReportProps {
  readonly test: TestPath;
  readonly history: History;
  /** The run that is looked at. */
  readonly current?: { readonly t: string; readonly r: string };
}

/** What became of a test: verdicts, the last turn for the worse, durations, hosts, and each result. */
export function HistoryReport({ test, history, current }: HistoryReportProps) {
  const { items } = history;
  if (items.length === 0) return <p class="tab-note soft">There is no result of this test.</p>;
  return (
    <div class="page history">
      <section class="history-verdicts">
        <h2>
          <HistoryClassText history={history} />
        </h2>
        <VerdictStrip test={test} items={items} {...(current && { current })} />
        <dl class="numbers">
          <Figure name="judged" value={history.judged} />
          <Figure name="flips" value={history.flips} />
          <Figure name="flip rate" value={history.rate === undefined ? "–" : `${Math.round(history.rate * 100)} %`} />
          <Figure name="median" value={history.durations === undefined ? "–" : formatDuration(Math.round(history.durations.median))} />
          <Figure name="90th percentile" value={history.durations === undefined ? "–" : formatDuration(Math.round(history.durations.p90))} />
        </dl>
        <Turn test={test} history={history} />
        <p class="soft">
          The last {history.limit} runs count, with the last attempt of each: what was run again within a run is not seen. Skipped and unfinished
          results are not judged.
        </p>
      </section>
      <DurationChart history={history} {...(current && { current })} />
      {history.hosts.length > 1 && <Hosts hosts={history.hosts} />}
      <Results test={test} items={items} />
    </div>
  );
}

function Figure({ name, value }: { readonly name: string; readonly value: string | number }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

/** Where it went from good to bad, with the way to what has changed. */
function Turn({ test, history }: HistoryReportProps) {
  const { turn, items } = history;
  const [good, bad] = turn === undefined ? [undefined, undefined] : [items[turn.good], items[turn.bad]];
  if (good === undefined || bad === undefined) return null;
  return (
    <p class="turn">
      <span>
        last good <RunLink test={test} row={good} />
      </span>
      <span aria-hidden="true">→</span>
      <span>
        first bad <RunLink test={test} row={bad} />
      </span>
      <Link to={{ view: "diff", params: { src: formatRef({ t: good.t, r: good.r }), dst: formatRef({ t: bad.t, r: bad.r }) } }}>
        difference of the runs
      </Link>
    </p>
  );
}

function RunLink({ test, row }: { readonly test: TestPath; readonly row: HistoryRow }) {
  return <PlaceLink to={testRoute({ ...test, t: row.t, r: row.r })}>{row.r}</PlaceLink>;
}

function Hosts({ hosts }: Pick<History, "hosts">) {
  return (
    <section>
      <h2>Hosts</h2>
      <table class="plain-table">
        <thead>
          <tr>
            <th scope="col">Host</th>
            <th scope="col" class="number">
              Good
            </th>
            <th scope="col" class="number">
              Bad
            </th>
          </tr>
        </thead>
        <tbody>
          {hosts.map(({ host, good, bad }) => (
            <tr key={host}>
              <th scope="row">{host}</th>
              <td class="number">{good}</td>
              <td class={bad > 0 ? "number bad-text" : "number"}>{bad}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Results({ test, items }: { readonly test: TestPath; readonly items: readonly HistoryRow[] }) {
  const oneTarget = new Set(items.map(({ t }) => t)).size === 1;
  return (
    <section>
      <h2>Results</h2>
      <div class="wide-table">
        <table class="plain-table results">
          <thead>
            <tr>
              <th scope="col">Run</th>
              {!oneTarget && <th scope="col">Target</th>}
              <th scope="col">Verdict</th>
              <th scope="col">Run started</th>
              <th scope="col" class="number">
                Duration
              </th>
              <th scope="col">Host</th>
              <th scope="col">Comment</th>
            </tr>
          </thead>
          <tbody>
            {items.toReversed().map((row) => (
              <tr key={`${row.t}/${row.r}`}>
                <th scope="row">
                  <RunLink test={test} row={row} />
                </th>
                {!oneTarget && <td>{row.t}</td>}
                <td>
                  <VerdictBadge verdict={row} />
                  {row.accepted && <span class="soft"> accepted</span>}
                </td>
                <td>
                  <When epoch={row.event_time} />
                </td>
                <td class={row.outlier ? "number caution-text" : "number"}>
                  {row.judgement === "none" ? <span class="soft">–</span> : <Duration seconds={row.run_duration} />}
                </td>
                <td>{row.host === "n/a" ? "" : row.host}</td>
                <td class="comment">{row.comment}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
