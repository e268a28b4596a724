import { actionTraits, formatRef, type TestRef, type TraceEntry } from "../../../src/view/index.js";
import { changesText, whoText } from "../../acting/trace-text.js";
import { useAnswer } from "../../app/use-answer.js";
import { type Column, DataTable } from "../../parts/data-table.js";
import { Link } from "../../parts/link.js";
import { EmptyState, ErrorState, Loading } from "../../parts/states.js";
import { When } from "../../parts/time.js";

/** Who did what and when, newest first; of one test, or all. Spec 06 § 32.5 */
export function Trace({ test }: { readonly test?: TestRef }) {
  const { value, error, again } = useAnswer("trace", { limit: 1000, ...test });
  if (value === undefined) return error === undefined ? <Loading what="what was done" /> : <ErrorState error={error} again={again} />;
  return (
    <DataTable
      label="What was done"
      columns={columns}
      rows={value.items}
      rowKey={(entry) => `${entry.time} ${entry.action} ${entry.test?.n ?? ""} ${entry.test?.i ?? ""}`}
      empty={
        <EmptyState title="Nothing was done yet">Every change and command from the dashboard is kept in logs/dashboard-actions.jsonl.</EmptyState>
      }
    />
  );
}

const titles: Readonly<Record<string, string>> = { "set test": "Change of a test", "set run": "Change of a run", "stop job": "Stop of a job" };

const titleOf = ({ action }: TraceEntry) => titles[action] ?? actionTraits[action as keyof typeof actionTraits].title;

const columns: readonly Column<TraceEntry>[] = [
  { id: "time", title: "When", width: 156, value: ({ time }) => time, render: ({ time }) => <When epoch={time} /> },
  { id: "user", title: "Who", width: 150, value: whoText, render: (entry) => <span title={`from ${entry.address}`}>{whoText(entry)}</span> },
  { id: "action", title: "Action", width: 170, value: titleOf },
  { id: "what", title: "What", value: whatText, render: (entry) => <What entry={entry} /> },
  {
    id: "result",
    title: "Result",
    width: 210,
    value: ({ result }) => result,
    render: ({ result, job }) =>
      job === undefined ? (
        <span class={result === "done" ? "" : "bad-text"} title={result}>
          {result}
        </span>
      ) : (
        <Link to={{ view: "job", id: job, params: {} }}>
          {result} job {job}
        </Link>
      ),
  },
];

function whatText({ commands, test, run, from, to }: TraceEntry): string {
  if (commands !== undefined) return commands.map((command) => command.slice(1).join(" ")).join("; ");
  const name = test === undefined ? formatRef({ t: run?.t ?? "", r: run?.r ?? "" }) : `${test.r} ${test.n}${test.i === "" ? "" : `/${test.i}`}`;
  return `${name} ${changesText(from, to)}`;
}

function What({ entry }: { readonly entry: TraceEntry }) {
  const { commands, test, run, from, to } = entry;
  if (commands !== undefined) return <code title={whatText(entry)}>{whatText(entry)}</code>;
  const changes = changesText(from, to);
  return (
    <span title={changes}>
      {test !== undefined && (
        <Link to={{ view: "test", test, params: {} }}>
          {test.n}
          {test.i === "" ? "" : `/${test.i}`}
        </Link>
      )}
      {test === undefined && run !== undefined && (
        <Link to={{ view: "run", run, params: {} }}>
          {run.t}/{run.r}
        </Link>
      )}
      {test !== undefined && <span class="soft"> of {test.r}</span>} {changes}
    </span>
  );
}
