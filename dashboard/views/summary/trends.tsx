import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { formatDuration } from "../../../src/base/index.js";
import type { FailingTest, FlakyTest, Foremost, SlowerTest, TestPath, Trends } from "../../../src/view/index.js";
import { useLive } from "../../app/live.js";
import { useSettled } from "../../app/use-settled.js";
import { Link } from "../../parts/link.js";
import { ErrorState, Loading } from "../../parts/states.js";
import { testRoute, testText } from "../test/refs.js";
import { useAnswerAgain } from "../test/use-answer-again.js";

/** ms */
const [settlingTime, readingTime] = [5000, 2000];

/** Tests that are not what they were: flaky, newly failing, slower. Spec 06 § 26 */
export function TrendTables() {
  const [changes, setChanges] = useState(0);
  const askAgain = () => setChanges((count) => count + 1);
  useLive("runs", useSettled(askAgain, settlingTime));
  const { value, error, again } = useAnswerAgain("trends", {}, changes);
  useEffect(() => {
    if (value === undefined || value.progress.read >= value.progress.of) return;
    const timer = setTimeout(askAgain, readingTime);
    return () => clearTimeout(timer);
  }, [value]);
  if (value === undefined) return error === undefined ? <Loading what="trends" /> : <ErrorState error={error} again={again} />;
  return (
    <section class="summary-trends">
      <header>
        <h2>What has changed</h2>
        <p class="soft">In the last {value.limit} runs of each target.</p>
      </header>
      <Tables trends={value} />
    </section>
  );
}

function Tables({ trends: { flaky, failing, slower } }: { readonly trends: Trends }) {
  const severalTargets = new Set([flaky, failing, slower].flatMap(({ items }) => items.map(({ t }) => t))).size > 1;
  return (
    <div class="summary-trend-tables">
      <TrendTable
        {...{ title: "Newly failing", none: "No test that passed has come to fail.", found: failing, severalTargets }}
        columns={["Fails since", "Runs"]}
        cells={({ t, n, i, since, bad }: FailingTest) => [
          <Link to={testRoute({ t, r: since.r, n, i })}>{since.r}</Link>,
          <span title={`${bad} bad in a row`}>{bad}</span>,
        ]}
      />
      <TrendTable
        {...{ title: "Most flaky", none: "No test goes to and fro.", found: flaky, severalTargets }}
        more={<Link to={{ view: "runs", params: { sort: "flaky" } }}>All, in the matrix</Link>}
        columns={["Flips", "Rate"]}
        cells={({ flips, judged, rate }: FlakyTest) => [<span title={`in ${judged} results`}>{flips}</span>, `${Math.round(rate * 100)} %`]}
      />
      <TrendTable
        {...{ title: "Slower", none: "No test takes longer than it did.", found: slower, severalTargets }}
        columns={["Took", "Usually"]}
        cells={({ t, r, n, i, seconds, usual }: SlowerTest) => [
          <Link to={testRoute({ t, r, n, i })}>{formatDuration(seconds)}</Link>,
          formatDuration(Math.round(usual)),
        ]}
      />
    </div>
  );
}

interface TrendTableProps<T> {
  readonly title: string;
  /** In place of an empty table. */
  readonly none: string;
  readonly found: Foremost<T>;
  readonly severalTargets: boolean;
  readonly more?: ComponentChildren;
  readonly columns: readonly string[];
  readonly cells: (row: T) => readonly ComponentChildren[];
}

function TrendTable<T extends TestPath & { readonly t: string }>({ title, none, found, severalTargets, more, columns, cells }: TrendTableProps<T>) {
  const { total, items } = found;
  return (
    <section>
      <header>
        <h3>
          {title} {total > 0 && <span class="soft">{total > items.length ? `${items.length} of ${total}` : total}</span>}
        </h3>
        {total > 0 && more}
      </header>
      {items.length === 0 ? (
        <p class="soft">{none}</p>
      ) : (
        <div class="wide-table">
          <table class="plain-table" aria-label={title}>
            <thead>
              <tr>
                <th scope="col">Test</th>
                {severalTargets && <th scope="col">Target</th>}
                {columns.map((column) => (
                  <th key={column} scope="col" class="number">
                    {column}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {items.map((row) => (
                <tr key={`${row.t}/${testText(row)}`}>
                  <th scope="row" title={testText(row)}>
                    <Link to={{ view: "history", test: { n: row.n, i: row.i }, params: { target: row.t } }}>{testText(row)}</Link>
                  </th>
                  {severalTargets && <td>{row.t}</td>}
                  {cells(row).map((cell, at) => (
                    <td key={columns[at]} class="number">
                      {cell}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
