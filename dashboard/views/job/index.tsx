import { actionTraits, type Job } from "../../../src/view/index.js";
import { CommandText } from "../../acting/command-text.js";
import { JobButtons } from "../../acting/job-buttons.js";
import { JobOutput } from "../../acting/job-output.js";
import { JobState } from "../../acting/job-state.js";
import { isOver, useJob } from "../../acting/use-job.js";
import { useTitle } from "../../app/title.js";
import type { ViewProps } from "../../app/view-props.js";
import { Copy } from "../../parts/copy.js";
import { Link } from "../../parts/link.js";
import { ErrorState, Loading } from "../../parts/states.js";
import { Duration, When } from "../../parts/time.js";
import "../../acting/acting.css";
import "../../parts/object-page.css";
import "./job.css";

/** A command that the dashboard has started, and what it writes; spec 06 § 32.3. */
export default function JobPage({ route: { id }, inDrawer }: ViewProps<"job">) {
  const followed = useJob(id);
  const { view, error } = followed;
  const title = view === undefined ? "Job" : actionTraits[view.job.action].title;
  useTitle(inDrawer ? undefined : `${title} · job ${id}`);
  if (view === undefined) return error === undefined ? <Loading what="the job" /> : <ErrorState page={!inDrawer} error={error} />;
  const { job } = view;
  return (
    <article class="job-page">
      <header class="object-head">
        <div class="object-title">
          <h1>{title}</h1>
          <JobState job={job} />
          <span class="job-buttons">
            <JobButtons view={view} />
          </span>
        </div>
        <JobFacts job={job} />
        {job.problem !== undefined && <p class="bad-text">{job.problem}</p>}
      </header>
      <CommandText text={job.text} />
      {job.external && <p class="soft job-note">It was started in an external terminal: what it writes may be there.</p>}
      <JobOutput followed={followed} />
      <footer class="job-foot soft">
        <code class="clip" title={job.log}>
          {job.log}
        </code>
        <Copy text={job.log} what="path of the output" />
        <Link to={{ view: "jobs", params: {} }}>All jobs</Link>
      </footer>
    </article>
  );
}

function JobFacts({ job }: { readonly job: Job }) {
  return (
    <p class="object-facts">
      <span>
        begun <When epoch={job.begun} />
      </span>
      <span>
        {isOver(job) ? "took " : "for "}
        {isOver(job) ? (
          <Duration seconds={job.ended === undefined ? undefined : Math.round(job.ended - job.begun)} />
        ) : (
          <Duration since={Math.floor(job.begun)} />
        )}
      </span>
      <span>
        by {job.user}
        {job.session !== "own" && ` (${job.session})`}
      </span>
      {job.count > 0 && <span>{job.count.toLocaleString("en")} tests</span>}
    </p>
  );
}
