import { formatDuration } from "../../../src/base/index.js";
import { stepColumns } from "../../../src/model/index.js";
import { classOf, classTraits, type StepRow, type TestRef, type TestSteps } from "../../../src/view/index.js";
import { now } from "../../app/clock.js";
import { ErrorState, Loading } from "../../parts/states.js";
import { ClassMark } from "../../parts/verdict.js";
import { PlaceLink } from "./place.js";
import { logRoute, testQuestion } from "./refs.js";
import type { TestTabProps } from "./tab-props.js";
import { useAnswerAgain } from "./use-answer-again.js";

/** The steps of a test on a common time axis. Spec 06 § 24 */
export default function Steps({ test, changes }: TestTabProps) {
  const { value, error } = useAnswerAgain("test/steps", testQuestion(test), changes);
  if (error !== undefined && value === undefined) return <ErrorState error={error} />;
  if (value === undefined) return <Loading what="steps" />;
  if (value.items.length === 0) return <p class="tab-note soft">No step is recorded: the test has none, or none has begun.</p>;
  return (
    <div class="wide-table">
      <table class="table steps-table">
        <thead>
          <tr>
            <th scope="col">Step</th>
            <th scope="col" class="axis-head">
              <span class="only-spoken">Time</span>
              <AxisEnds steps={value} />
            </th>
            <th scope="col" class="wide-only">
              Start
            </th>
            <th scope="col" class="wide-only">
              End
            </th>
            <th scope="col" class="number">
              Duration
            </th>
            <th scope="col">Status</th>
            <th scope="col">Logs</th>
            <th scope="col">Comment</th>
          </tr>
        </thead>
        <tbody>
          {value.items.map((step) => (
            <Row key={step.id} test={test} step={step} axis={value} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

const isRunning = ({ end_time }: StepRow) => end_time === undefined;

/** End of the axis: it grows while a step runs. */
function endOf(steps: TestSteps): number {
  return steps.items.some(isRunning) ? Math.max(steps.until, now.value) : steps.until;
}

function AxisEnds({ steps }: { readonly steps: TestSteps }) {
  return (
    <span class="axis-ends" aria-hidden="true">
      <span>0</span>
      <span>{formatDuration(endOf(steps) - steps.from)}</span>
    </span>
  );
}

interface RowProps {
  readonly test: TestRef;
  readonly step: StepRow;
  readonly axis: TestSteps;
}

function Row({ test, step, axis }: RowProps) {
  const name = classOf(step.verdict);
  const { start, end } = stepColumns(step);
  const from = step.start_time ?? step.end_time ?? axis.from;
  const until = step.end_time ?? Math.max(from, now.value);
  const length = Math.max(1, endOf(axis) - axis.from);
  return (
    <tr>
      <th scope="row" class="clip mono">
        {step.stepname}
      </th>
      <td>
        <div class="axis">
          <span
            class={`axis-bar is-${name}`}
            style={{ left: `${(100 * (from - axis.from)) / length}%`, width: `${(100 * (until - from)) / length}%` }}
          />
        </div>
      </td>
      <td class="wide-only">{start}</td>
      <td class="wide-only">{end}</td>
      <td class="number">{step.start_time === undefined ? <span class="soft">–</span> : formatDuration(until - from)}</td>
      <td>
        <span class="verdict">
          <ClassMark name={name} />
          <span>
            {isRunning(step) ? "running" : step.status}
            <span class="only-spoken">, {classTraits[name].title}</span>
          </span>
        </span>
      </td>
      <td class="step-logs">
        {step.log !== undefined && <PlaceLink to={logRoute(test, step.log)}>log</PlaceLink>}
        {step.page !== undefined && <PlaceLink to={{ view: "test", test, params: { tab: "files", f: step.page } }}>rules</PlaceLink>}
      </td>
      <td class="clip" title={step.comment}>
        {step.comment}
      </td>
    </tr>
  );
}
