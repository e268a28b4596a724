import { useState } from "preact/hooks";
import type { FailureGroup, Params } from "../../../src/view/index.js";
import type { Question } from "../../app/api.js";
import { useLive } from "../../app/live.js";
import { useTitle } from "../../app/title.js";
import { useSettled } from "../../app/use-settled.js";
import type { ViewProps } from "../../app/view-props.js";
import { type Column, DataTable } from "../../parts/data-table.js";
import type { Sort } from "../../parts/rows.js";
import { EmptyState, ErrorState, Loading } from "../../parts/states.js";
import { When } from "../../parts/time.js";
import { useAnswerAgain } from "../test/use-answer-again.js";
import { FailureDetails } from "./details.js";
import { FailuresHead } from "./head.js";
import "../../parts/object-page.css";
import "./failures.css";

/** Many runs are looked at: not too often; ms. */
const settlingTime = 5000;

/** Failed tests grouped by what they say of why. Spec 06 § 31.1 */
export default function FailuresPage({ route, setParams }: ViewProps<"failures">) {
  const { params } = route;
  const [changes, setChanges] = useState(0);
  useTitle("Failures");
  useLive(
    "runs",
    useSettled(() => setChanges((count) => count + 1), settlingTime),
  );
  const question = questionOf(params);
  const { value, error, again } = useAnswerAgain("failures", question, changes);
  const chosen = value?.groups.find(({ id }) => id === params["group"]);
  const choose = ({ id }: FailureGroup) => setParams({ group: id === params["group"] ? undefined : id });
  if (value === undefined) return error === undefined ? <Loading what="failures" /> : <ErrorState error={error} again={again} page />;
  return (
    <section class="failures-page">
      <FailuresHead params={params} setParams={setParams} failures={value} />
      {error !== undefined && <ErrorState error={error} again={again} />}
      <DataTable
        label="Causes"
        columns={columns}
        rows={value.groups}
        rowKey={({ id }) => id}
        onOpen={choose}
        chosen={new Set(chosen === undefined ? [] : [chosen.id])}
        sort={(params["sort"] as Sort | undefined) ?? "-count"}
        onSort={(sort) => setParams({ sort: sort === "-count" ? undefined : sort })}
        empty={<EmptyState title="No failures">No test has failed in the runs that were looked at.</EmptyState>}
      />
      {chosen !== undefined && (
        <FailureDetails key={chosen.id} group={chosen} question={question} changes={changes} onClose={() => setParams({ group: undefined })} />
      )}
    </section>
  );
}

/** What of the address says which failures. */
function questionOf({ target, run, test, since, until, cols }: Params): Question {
  return { target, run, test, since, until, cols };
}

const columns: readonly Column<FailureGroup>[] = [
  { id: "count", title: "Failures", number: true, width: 80, value: ({ count }) => count },
  {
    id: "fresh",
    title: "Known",
    width: 72,
    value: ({ fresh }) => (fresh ? 0 : 1),
    render: ({ fresh }) => (fresh ? <span class="chip new-chip">new</span> : <span class="soft">known</span>),
  },
  { id: "step", title: "Failing step", width: 104, value: ({ step }) => step },
  { id: "text", title: "What was said", value: ({ text }) => text, render: (group) => <Said group={group} /> },
  { id: "tests", title: "Tests", value: ({ names }) => names.join(", "), render: ({ tests, names }) => <Several count={tests} names={names} /> },
  { id: "targets", title: "Targets", width: 96, value: ({ targets }) => targets.join(", ") },
  { id: "hosts", title: "Hosts", width: 88, value: ({ hosts }) => hosts.join(", ") },
  { id: "first", title: "First seen", width: 136, value: ({ first_seen }) => first_seen, render: ({ first_seen }) => <When epoch={first_seen} /> },
  { id: "last", title: "Last seen", width: 136, value: ({ last_seen }) => last_seen, render: ({ last_seen }) => <When epoch={last_seen} /> },
];

/** The lines themselves are its title. */
function Said({ group: { text, examples } }: { readonly group: FailureGroup }) {
  return <span title={examples.map((example) => example.text).join("\n")}>{text || <span class="soft">nothing</span>}</span>;
}

function Several({ count, names }: { readonly count: number; readonly names: readonly string[] }) {
  return (
    <span title={names.join("\n")}>
      {count > 1 && <span class="soft">{count}: </span>}
      {names.join(", ")}
    </span>
  );
}
