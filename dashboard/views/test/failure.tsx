import type { ComponentChildren } from "preact";
import { classOf, classTraits, type FailedStep, judge, type TestRef, type TestView } from "../../../src/view/index.js";
import { Link } from "../../parts/link.js";
import { Excerpt } from "./excerpt.js";
import { LimitBar } from "./limit-bar.js";
import { limitText } from "./limits.js";
import { logRoute, testRoute } from "./refs.js";
import { RelatedList } from "./related.js";

interface FailureProps {
  readonly test: TestRef;
  readonly view: TestView;
}

/** The first thing to see of a test that is not good: why. Spec 06 § 24 */
export function Failure({ test, view }: FailureProps) {
  const { failure, test: record } = view;
  if (failure === undefined) return null;
  const { step, data, items, prerequisites } = failure;
  const isToldNowhere = step === undefined && data.length === 0 && items.length === 0 && prerequisites.length === 0;
  return (
    <section class="failure" aria-label="Why it is not good">
      {step !== undefined && <StepFailure test={test} step={step} />}
      {data.length > 0 && <DataFailure test={test} data={data} />}
      {items.length > 0 && (
        <Cause title={items.length === 1 ? "1 item is not good" : `${items.length} items are not good`}>
          <RelatedList run={test} tests={items} />
        </Cause>
      )}
      {isToldNowhere && (
        <UnknownFailure test={test} view={view} title={judge(record) === "bad" ? classTraits[classOf(record)].title : "not started"} />
      )}
    </section>
  );
}

function Cause({ title, children }: { readonly title: ComponentChildren; readonly children: ComponentChildren }) {
  return (
    <div class="cause">
      <h2>{title}</h2>
      {children}
    </div>
  );
}

function StepFailure({ test, step }: { readonly test: TestRef; readonly step: FailedStep }) {
  const { stepname, status, comment, log } = step;
  return (
    <Cause
      title={
        <>
          Step <span class="mono">{stepname}</span>: {reasonOf(status, comment)}
        </>
      }
    >
      {log === undefined ? <p class="soft">The step has left no log.</p> : <Excerpt test={test} log={log} />}
    </Cause>
  );
}

/** A comment that logpro's results gave names the rule: `FAIL: error: Timing is met`. Spec 03 § 17.5 */
function reasonOf(status: string, comment: string): string {
  const [, type, rule] = /^[A-Z]+: ([a-z-]+): (.+)$/s.exec(comment) ?? [];
  if (rule !== undefined) return `${rule} (${type})`;
  if (comment !== "") return comment;
  return `ended with ${/^\d+$/.test(status) ? `exit code ${status}` : status}`;
}

function DataFailure({ test, data }: { readonly test: TestRef; readonly data: NonNullable<TestView["failure"]>["data"] }) {
  return (
    <Cause title={data.length === 1 ? "1 value is outside its limits" : `${data.length} values are outside their limits`}>
      <table class="facts-table failed-data">
        <tbody>
          {data.map((datum) => (
            <tr key={datum.id}>
              <th scope="row">
                <span class="soft">{datum.category}/</span>
                {datum.variable}
              </th>
              <td class="number bad-text">
                {datum.value} {datum.units}
              </td>
              <td class="limit-cell">
                <LimitBar datum={datum} bad />
              </td>
              <td class="soft">{limitText(datum)}</td>
              <td class="soft wide-only">{datum.comment}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Link to={testRoute(test, { tab: "data" })}>all data</Link>
    </Cause>
  );
}

/** No step, no data: the log that the test names, if there is one. */
function UnknownFailure({ test, view, title }: FailureProps & { readonly title: string }) {
  const { comment, final_logf } = view.test;
  const hasLog = view.hasFiles && final_logf !== "" && final_logf !== "logs/final.log";
  return (
    <Cause title={comment === "" ? `The test is ${title}` : comment}>
      {hasLog && !final_logf.endsWith(".html") ? (
        <Excerpt test={test} log={final_logf} />
      ) : (
        <p class="soft">No step and no measured value tells why. {hasLog && <Link to={logRoute(test, final_logf)}>{final_logf}</Link>}</p>
      )}
    </Cause>
  );
}
