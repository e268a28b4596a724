import { fullName } from "../../../src/model/index.js";
import type { FailureGroup, FailureMember } from "../../../src/view/index.js";
import { testOffers } from "../../acting/offers.js";
import type { Question } from "../../app/api.js";
import { openDrawer } from "../../app/drawer.js";
import { type Column, DataTable } from "../../parts/data-table.js";
import { Icon } from "../../parts/icon.js";
import { MenuButton } from "../../parts/menu.js";
import { ErrorState, Loading } from "../../parts/states.js";
import { When } from "../../parts/time.js";
import { VerdictBadge } from "../../parts/verdict.js";
import { testRoute } from "../test/refs.js";
import { useAnswerAgain } from "../test/use-answer-again.js";

interface FailureDetailsProps {
  readonly group: FailureGroup;
  readonly question: Question;
  readonly changes: number;
  readonly onClose: () => void;
}

/** The tests of one cause, and what can be done to them. */
export function FailureDetails({ group, question, changes, onClose }: FailureDetailsProps) {
  const { value, error, again } = useAnswerAgain("failures/tests", { ...question, id: group.id }, changes);
  const members = value?.items ?? [];
  const offers = () => testOffers(members.map(({ t, r, n, i }) => ({ t, r, n, i })));
  return (
    <section class="failure-details" aria-label="Tests of the cause">
      <div class="tab-tools">
        <h2 class="clip">
          {group.step !== "" && <span class="soft">{group.step}: </span>}
          {group.text || "nothing was said"}
        </h2>
        <span class="spacer" />
        {value !== undefined && value.items.length < value.total && (
          <span class="soft">
            the newest {value.items.length} of {value.total}
          </span>
        )}
        {offers().length > 0 && (
          <MenuButton label={`Actions on ${members.length} tests`} class="button" groups={offers}>
            {members.length === 1 ? "1 test" : `All ${members.length} tests`}
            <Icon name="down" />
          </MenuButton>
        )}
        <button type="button" onClick={onClose}>
          Close
        </button>
      </div>
      {value !== undefined ? (
        <DataTable
          label="Failed tests"
          columns={columns}
          rows={members}
          rowKey={({ t, r, n, i }) => JSON.stringify([t, r, n, i])}
          rowRoute={(row) => testRoute(row)}
          onOpen={(row) => openDrawer(testRoute(row))}
        />
      ) : error !== undefined ? (
        <ErrorState error={error} again={again} />
      ) : (
        <Loading what="tests" />
      )}
    </section>
  );
}

const columns: readonly Column<FailureMember>[] = [
  { id: "test", title: "Test", value: ({ n, i }) => fullName({ testname: n, item_path: i }) },
  { id: "run", title: "Run", value: ({ t, r }) => `${t}/${r}` },
  { id: "verdict", title: "Verdict", width: 140, render: (row) => <VerdictBadge verdict={row} /> },
  { id: "text", title: "What it says", value: ({ text }) => text },
  { id: "host", title: "Host", width: 120, value: ({ host }) => (host === "n/a" ? "" : host) },
  { id: "started", title: "Started", width: 140, render: ({ event_time }) => <When epoch={event_time} /> },
];
