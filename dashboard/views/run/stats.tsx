import type { ComponentChildren } from "preact";
import { formatDuration } from "../../../src/base/index.js";
import { fullName } from "../../../src/model/index.js";
import type { ClassCounts, RunRef, RunStats, SlowTest } from "../../../src/view/index.js";
import { useAnswer } from "../../app/use-answer.js";
import { Link } from "../../parts/link.js";
import { ErrorState, Loading } from "../../parts/states.js";
import { CountsBar, VerdictBadge } from "../../parts/verdict.js";
import { inSameRun, runQuestion, runRoute, testRoute } from "../test/refs.js";
import type { RunTabProps } from "./tab-props.js";

/** What a run consists of. Spec 06 § 23 */
export default function Stats({ run }: RunTabProps) {
  const { value, error } = useAnswer("run/stats", runQuestion(run));
  if (error !== undefined && value === undefined) return <ErrorState error={error} />;
  if (value === undefined) return <Loading what="statistics" />;
  return (
    <div class="page stats">
      <Verdicts stats={value} />
      <Groups
        title="Hosts"
        head="Host"
        groups={value.hosts.filter(({ host }) => host !== "n/a").map(({ host, ...group }) => ({ name: host, ...group }))}
      />
      {value.slower.length > 0 && <Slow title="Slower than usual" run={run} tests={value.slower} />}
      <Slow title="Longest" run={run} tests={value.slowest.slice(0, 20)} />
      <Groups
        title="Tests"
        head="Test"
        groups={value.tests.map(({ testname, ...group }) => ({ name: testname, ...group }))}
        link={(name) => <Link to={runRoute(run, { tab: "list", find: name })}>{name}</Link>}
      />
    </div>
  );
}

function Verdicts({ stats }: { readonly stats: RunStats }) {
  const total = stats.verdicts.reduce((sum, { count }) => sum + count, 0);
  return (
    <section>
      <h2>Verdicts</h2>
      <table class="plain-table">
        <thead>
          <tr>
            <th scope="col">Verdict</th>
            <th scope="col">State</th>
            <th scope="col" class="number">
              Tests
            </th>
            <th scope="col" class="number">
              Share
            </th>
          </tr>
        </thead>
        <tbody>
          {stats.verdicts.map((verdict) => (
            <tr key={`${verdict.state}/${verdict.status}`}>
              <th scope="row">
                <VerdictBadge verdict={verdict} />
              </th>
              <td class="soft">
                {verdict.state}/{verdict.status}
              </td>
              <td class="number">{verdict.count}</td>
              <td class="number">{((100 * verdict.count) / total).toFixed(1)} %</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface GroupsProps {
  readonly title: string;
  readonly head: string;
  readonly groups: readonly { readonly name: string; readonly counts: ClassCounts; readonly seconds: number }[];
  readonly link?: (name: string) => ComponentChildren;
}

/** More are in the list. */
const mostGroups = 100;

function Groups({ title, head, groups, link }: GroupsProps) {
  if (groups.length === 0) return null;
  return (
    <section>
      <h2>{title}</h2>
      <table class="plain-table">
        <thead>
          <tr>
            <th scope="col">{head}</th>
            <th scope="col" class="bar-column">
              Verdicts
            </th>
            <th scope="col" class="number">
              Tests
            </th>
            <th scope="col" class="number">
              Time
            </th>
          </tr>
        </thead>
        <tbody>
          {groups.slice(0, mostGroups).map(({ name, counts, seconds }) => (
            <tr key={name}>
              <th scope="row">{link?.(name) ?? name}</th>
              <td>
                <CountsBar counts={counts} />
              </td>
              <td class="number">{Object.values(counts).reduce((sum, count) => sum + count, 0)}</td>
              <td class="number">{formatDuration(seconds)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {groups.length > mostGroups && <p class="soft">{groups.length - mostGroups} more</p>}
    </section>
  );
}

function Slow({ title, run, tests }: { readonly title: string; readonly run: RunRef; readonly tests: readonly SlowTest[] }) {
  const longest = Math.max(1, ...tests.map(({ run_duration }) => run_duration));
  if (tests.length === 0) return null;
  return (
    <section>
      <h2>{title}</h2>
      <table class="plain-table">
        <thead>
          <tr>
            <th scope="col">Test</th>
            <th scope="col">Verdict</th>
            <th scope="col" class="number">
              Duration
            </th>
            <th scope="col" class="bar-column">
              <span class="only-spoken">Share of the longest</span>
            </th>
            <th scope="col" class="number">
              Usually
            </th>
          </tr>
        </thead>
        <tbody>
          {tests.map((test) => (
            <tr key={fullName(test)}>
              <th scope="row">
                <Link to={testRoute(inSameRun(run, test))}>{fullName(test)}</Link>
              </th>
              <td>
                <VerdictBadge verdict={test} />
              </td>
              <td class="number">{formatDuration(test.run_duration)}</td>
              <td>
                <span class="length-bar" style={{ width: `${(100 * test.run_duration) / longest}%` }} />
              </td>
              <td class="number soft">{test.usual === undefined ? "–" : formatDuration(Math.round(test.usual))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
