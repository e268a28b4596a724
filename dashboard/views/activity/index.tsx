import type { Activity, LaunchGates, RunnerRow, RunRef } from "../../../src/view/index.js";
import { useTitle } from "../../app/title.js";
import { useAgain } from "../../app/use-again.js";
import { useAnswer } from "../../app/use-answer.js";
import { Link } from "../../parts/link.js";
import { ErrorState, Loading } from "../../parts/states.js";
import { UseBar } from "../../parts/use-bar.js";
import { runRoute } from "../test/refs.js";
import { LiveTests } from "./live-tests.js";
import "../../parts/object-page.css";
import "./activity.css";

/** Load and signs of life tell no events; ms. */
const lookMs = 5000;

/** What is going on in the area, and what holds up launches. Spec 06 § 31.2 */
export default function ActivityPage() {
  useTitle("Activity");
  const { value, error, again } = useAnswer("activity");
  useAgain("runs", again, lookMs);
  if (value === undefined) return error === undefined ? <Loading what="activity" /> : <ErrorState page error={error} again={again} />;
  return (
    <div class="page activity">
      <header>
        <h1>Activity</h1>
        <p class="soft">{sumText(value)}</p>
      </header>
      <Gates gates={value.gates} />
      <LiveTests tests={value.live} deadtime={value.deadtime} />
      <Runners runners={value.runners} />
    </div>
  );
}

function sumText({ live, runners }: Activity): string {
  const hosts = new Set(live.map(({ host }) => host).filter((host) => host !== "n/a" && host !== "")).size;
  const stuck = live.filter(({ isStuck }) => isStuck).length;
  const tests = live.length === 1 ? "1 live test" : `${live.length} live tests`;
  const parts = [
    hosts > 1 ? `${tests} on ${hosts} hosts` : tests,
    runners.length === 1 ? "1 runner" : `${runners.length} runners`,
    ...(stuck > 0 ? [`${stuck} perhaps stuck`] : []),
  ];
  return parts.join(" · ");
}

function Gates({ gates: { slots, groups, load, launchDelay } }: { readonly gates: LaunchGates }) {
  const full = groups.filter(({ used, limit }) => used >= limit).map(({ name }) => name);
  return (
    <section>
      <h2>Launches</h2>
      <p role="status">{gateText(slots.used >= slots.limit, full, load)}</p>
      <table class="plain-table">
        <tbody>
          <tr>
            <th scope="row">All slots</th>
            <td>
              <UseBar name="All slots" {...slots} />
            </td>
          </tr>
          {groups.map(({ name, used, limit }) => (
            <tr key={name}>
              <th scope="row">Job group {name}</th>
              <td>
                <UseBar name={`Job group ${name}`} used={used} limit={limit} />
              </td>
            </tr>
          ))}
          <tr>
            <th scope="row">Load of the homehost</th>
            <td>{load === undefined ? "below its limit" : <span class="caution-text">{load}</span>}</td>
          </tr>
          <tr>
            <th scope="row">Between two launches</th>
            <td>{launchDelay} s</td>
          </tr>
        </tbody>
      </table>
    </section>
  );
}

/** The gate in force, the widest first. */
function gateText(isFull: boolean, groups: readonly string[], load: string | undefined): string {
  if (isFull) return "Nothing is launched: all slots are taken.";
  if (load !== undefined) return "Nothing is launched: the load is too high.";
  return groups.length === 0
    ? "Tests that are ready are launched."
    : `Tests of ${groups.join(", ")} wait for a slot of their group; others are launched.`;
}

function Runners({ runners }: { readonly runners: readonly RunnerRow[] }) {
  return (
    <section>
      <h2>Runners</h2>
      {runners.length === 0 ? (
        <p class="soft">Nobody runs tests at the moment.</p>
      ) : (
        <div class="wide-table">
          <table class="plain-table">
            <thead>
              <tr>
                <th scope="col">Run</th>
                <th scope="col">Tests</th>
                <th scope="col">Process</th>
                <th scope="col">By</th>
              </tr>
            </thead>
            <tbody>
              {runners.map(({ run, host, pid, owner, testpatt, seen }) => (
                <tr key={`${host} ${pid}`}>
                  <th scope="row">
                    <RunLink run={run} />
                  </th>
                  <td class="mono">{testpatt}</td>
                  <td>
                    {pid} on {host} {!seen && <span class="soft">(cannot be seen from here)</span>}
                  </td>
                  <td>{owner}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function RunLink({ run }: { readonly run: RunRef }) {
  return (
    <Link to={runRoute(run, { tab: "why" })}>
      {run.t}/{run.r}
    </Link>
  );
}
