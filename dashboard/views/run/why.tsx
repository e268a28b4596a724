import { fullName } from "../../../src/model/index.js";
import { type RunRef, type WhyNot, type WhyRow, whyTitles } from "../../../src/view/index.js";
import { useAgain } from "../../app/use-again.js";
import { useAnswer } from "../../app/use-answer.js";
import { EmptyState, ErrorState, Loading } from "../../parts/states.js";
import { VerdictBadge } from "../../parts/verdict.js";
import { PlaceLink } from "../test/place.js";
import { inSameRun, runQuestion, runRoute, testRoute, topicOf } from "../test/refs.js";
import type { RunTabProps } from "./tab-props.js";
import { WhyText } from "./why-text.js";

/** Slots and load tell no events; ms. */
const lookMs = 10_000;
/** More of a kind do not tell more. */
const mostOfKind = 200;

/** Why tests of the run were not started, by reason. Spec 06 § 31.2 */
export default function Why({ run }: RunTabProps) {
  const { value, error, again } = useAnswer("run/why", runQuestion(run));
  useAgain(topicOf(runRoute(run)), again, lookMs);
  if (value === undefined) return error === undefined ? <Loading what="reasons" /> : <ErrorState error={error} again={again} />;
  if (value.total === 0) return <EmptyState title="Every test has been started">Nothing waits, and nothing was given up.</EmptyState>;
  return (
    <div class="page why">
      {value.counts.map(({ kind, count }) => (
        <Reason key={kind} run={run} kind={kind} count={count} rows={value.items.filter(({ why }) => why.kind === kind)} />
      ))}
    </div>
  );
}

interface ReasonProps {
  readonly run: RunRef;
  readonly kind: WhyNot["kind"];
  readonly count: number;
  readonly rows: readonly WhyRow[];
}

function Reason({ run, kind, count, rows }: ReasonProps) {
  const shown = rows.slice(0, mostOfKind);
  return (
    <section>
      <h2>
        {whyTitles[kind]} <span class="soft">{count}</span>
      </h2>
      <table class="plain-table why-table">
        <thead>
          <tr>
            <th scope="col">Test</th>
            <th scope="col">Verdict</th>
            <th scope="col">Because of</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => (
            <tr key={fullName(row)}>
              <th scope="row">
                <PlaceLink to={testRoute(inSameRun(run, row))}>{fullName(row)}</PlaceLink>
              </th>
              <td>
                <VerdictBadge verdict={row} />
              </td>
              <td>
                <WhyText run={run} why={row.why} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {count > shown.length && <p class="soft">{count - shown.length} more</p>}
    </section>
  );
}
