import { groupBy } from "../../../src/base/index.js";
import { fullName } from "../../../src/model/index.js";
import type { ActiveTest } from "../../../src/view/index.js";
import { now } from "../../app/clock.js";
import { Link } from "../../parts/link.js";
import { Duration, When } from "../../parts/time.js";
import { VerdictBadge } from "../../parts/verdict.js";
import { inSameRun, runRoute, testRoute } from "../test/refs.js";

interface LiveTestsProps {
  readonly tests: readonly ActiveTest[];
  /** Seconds. */
  readonly deadtime: number;
}

/** A host with more is not read through. */
const mostOfHost = 200;

/** Live tests by host, those that perhaps are stuck first. */
export function LiveTests({ tests, deadtime }: LiveTestsProps) {
  const stuck = tests.filter(({ isStuck }) => isStuck);
  const hosts = [...groupBy(tests, ({ host }) => (host === "" || host === "n/a" ? "" : host))].toSorted(([a], [b]) => (a < b ? -1 : 1));
  if (tests.length === 0) {
    return (
      <section>
        <h2>Live tests</h2>
        <p class="soft">No test is live.</p>
      </section>
    );
  }
  return (
    <>
      {stuck.length > 0 && (
        <section class="stuck">
          <h2>Perhaps stuck</h2>
          <p class="soft">
            No sign of life for longer than deadtime (<Duration seconds={deadtime} />
            ), or launched a day ago: the next look of a runner, or <code>megatest -mark-incompletes</code>, calls them dead.
          </p>
          <TestTable tests={stuck} />
        </section>
      )}
      {hosts.map(([host, own]) => (
        <section key={host}>
          <h2>
            {host === "" ? "Waiting for a host" : host} <span class="soft">{own.length}</span>
          </h2>
          <TestTable tests={own.slice(0, mostOfHost)} />
          {own.length > mostOfHost && <p class="soft">{own.length - mostOfHost} more</p>}
        </section>
      ))}
    </>
  );
}

function TestTable({ tests }: { readonly tests: readonly ActiveTest[] }) {
  return (
    <div class="wide-table">
      <table class="plain-table live-table">
        <thead>
          <tr>
            <th scope="col">Test</th>
            <th scope="col">Run</th>
            <th scope="col">State</th>
            <th scope="col" class="number">
              For
            </th>
            <th scope="col" class="number">
              Usually
            </th>
            <th scope="col" class="number">
              Limit
            </th>
            <th scope="col">Sign of life</th>
          </tr>
        </thead>
        <tbody>
          {tests.map((test) => (
            <tr key={`${test.run.t}/${test.run.r}/${fullName(test)}`}>
              <th scope="row">
                <Link to={testRoute(inSameRun(test.run, test))}>{fullName(test)}</Link>
              </th>
              <td>
                <Link to={runRoute(test.run)}>
                  {test.run.t}/{test.run.r}
                </Link>
              </td>
              <td>
                <VerdictBadge verdict={test} />
              </td>
              <td class="number">
                <Elapsed test={test} />
              </td>
              <td class="number soft">
                <Duration seconds={test.usual === undefined ? undefined : Math.round(test.usual)} />
              </td>
              <td class="number soft">
                <Duration seconds={test.limit} />
              </td>
              <td class={test.isStuck ? "bad-text" : ""}>
                <When epoch={test.lastSign} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Said in words too when it is longer than it should be. */
function Elapsed({ test: { event_time, usual, limit } }: { readonly test: ActiveTest }) {
  const seconds = now.value - event_time;
  const remark = limit !== undefined && seconds > limit ? "over its limit" : usual !== undefined && seconds > 2 * usual + 10 ? "long" : "";
  return (
    <>
      {remark !== "" && <span class="caution-text">{remark} </span>}
      <Duration seconds={seconds} />
    </>
  );
}
