import { useEffect } from "preact/hooks";
import { actionTraits, type Job } from "../../../src/view/index.js";
import { JobState, jobLook } from "../../acting/job-state.js";
import { may } from "../../acting/offers.js";
import { propose } from "../../acting/open.js";
import { isOver } from "../../acting/use-job.js";
import { openDrawer } from "../../app/drawer.js";
import { useLive } from "../../app/live.js";
import { hello } from "../../app/session.js";
import { useTitle } from "../../app/title.js";
import { useAnswer } from "../../app/use-answer.js";
import type { ViewProps } from "../../app/view-props.js";
import { type Column, DataTable } from "../../parts/data-table.js";
import { EmptyState, ErrorState, Loading } from "../../parts/states.js";
import { Tabs } from "../../parts/tabs.js";
import { Duration, When } from "../../parts/time.js";
import { Trace } from "./trace.js";
import "./jobs.css";

const tabs = [
  { id: "jobs", title: "Commands" },
  { id: "trace", title: "Everything that was done" },
] as const;

/** What was started and changed from the dashboard; spec 06 § 32.3 and § 32.5. */
export default function Jobs({ route: { params }, setParams }: ViewProps<"jobs">) {
  useTitle("Jobs");
  const tab = tabs.find(({ id }) => id === params["tab"])?.id ?? "jobs";
  return (
    <div class="jobs-page">
      <header class="jobs-head">
        <h1>Jobs</h1>
        <p class="soft">What was done from the dashboard. Commands go on when it ends.</p>
        {may("admin") && (
          <span class="jobs-tools">
            <button type="button" onClick={() => propose("remove-old", [], { keep: 10, target: hello.value?.keys.map(() => "%").join("/") ?? "%" })}>
              Remove old runs …
            </button>
            <button type="button" onClick={() => propose("command", [], { command: "megatest " })}>
              Run a command …
            </button>
          </span>
        )}
      </header>
      <Tabs label="Parts of the jobs" tabs={tabs} current={tab} onChange={(id) => setParams({ tab: id === "jobs" ? undefined : id })}>
        {tab === "jobs" ? <JobTable /> : <Trace />}
      </Tabs>
    </div>
  );
}

/** Jobs of other dashboards tell no events; ms. */
const lookMs = 3000;

function JobTable() {
  const { value, error, again } = useAnswer("jobs", { limit: 500 });
  useLive("jobs", (event) => event.kind === "job" && again());
  const runs = value?.items.some((job) => !isOver(job)) === true;
  useEffect(() => {
    const timer = runs ? setInterval(again, lookMs) : undefined;
    return () => clearInterval(timer);
  }, [runs]);
  if (value === undefined) return error === undefined ? <Loading what="jobs" /> : <ErrorState error={error} again={again} />;
  return (
    <DataTable
      label="Jobs"
      columns={columns}
      rows={value.items}
      rowKey={({ id }) => id}
      rowRoute={({ id }) => ({ view: "job", id, params: {} })}
      onOpen={({ id }) => openDrawer({ view: "job", id, params: {} })}
      empty={<EmptyState title="Nothing was started yet">What is launched, rerun, killed or removed from the dashboard is listed here.</EmptyState>}
    />
  );
}

const columns: readonly Column<Job>[] = [
  { id: "state", title: "State", width: 170, value: (job) => jobLook(job).text, render: (job) => <JobState job={job} /> },
  { id: "action", title: "Action", width: 150, value: ({ action }) => actionTraits[action].title },
  { id: "text", title: "Command", value: ({ text }) => text, render: ({ text }) => <code title={text}>{text.replace(/^megatest /, "")}</code> },
  { id: "count", title: "Tests", number: true, width: 64, value: ({ count }) => count },
  { id: "begun", title: "Begun", width: 156, value: ({ begun }) => begun, render: ({ begun }) => <When epoch={begun} /> },
  {
    id: "duration",
    title: "Duration",
    number: true,
    width: 96,
    value: ({ begun, ended }) => ended && ended - begun,
    render: ({ begun, ended, state }) =>
      ended !== undefined ? <Duration seconds={Math.round(ended - begun)} /> : state === "running" ? <Duration since={Math.floor(begun)} /> : "–",
  },
  { id: "user", title: "By", width: 110, value: ({ user, session }) => (session === "own" ? user : `${user} (${session})`) },
];
