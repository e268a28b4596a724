import { formatDuration } from "../../../src/base/index.js";
import { classTraits, formatRef, type RunRef, type RunView } from "../../../src/view/index.js";
import { EditableComment } from "../../acting/editable-comment.js";
import { RunActions } from "../../acting/test-actions.js";
import { now, timeText } from "../../app/clock.js";
import { useKeys } from "../../app/keys.js";
import { go } from "../../app/router.js";
import { Link } from "../../parts/link.js";
import { Duration, When } from "../../parts/time.js";
import { ClassMark, CountsBar, presentClasses } from "../../parts/verdict.js";
import { runRoute } from "../test/refs.js";

interface RunHeadProps {
  readonly run: RunRef;
  readonly view: RunView;
  /** Reads the run anew. */
  readonly again: () => void;
}

/** What a run is and how it stands. Spec 06 § 23 */
export function RunHead({ run, view, again }: RunHeadProps) {
  const { run: record, counts, good, bad, live } = view;
  return (
    <header class="object-head">
      <div class="object-title">
        <h1>
          <span class="soft">{run.t}/</span>
          {run.r}
        </h1>
        {record.state === "locked" && <span class="chip">locked</span>}
        {view.completed && (
          <span class="chip" title="Its records are in completed-runs.db; what changes it restores it first">
            completed run
          </span>
        )}
        {live > 0 && <span class="chip running-chip">{live} to go</span>}
        <RunActions run={run} />
        <Neighbours run={run} view={view} />
      </div>
      <p class="object-facts">
        <span>
          <When epoch={record.event_time} />
        </span>
        <Span view={view} />
        {record.owner !== "" && <span>by {record.owner}</span>}
        {record.status !== "" && record.status !== "n/a" && <span>status {record.status}</span>}
        {record.contour !== "" && <span>contour {record.contour}</span>}
        <Runners view={view} />
      </p>
      <EditableComment of="run" name={run} record={record} onSaved={again} />
      <div class="run-counts">
        {good + bad > 0 && (
          <span class="pass-rate" title={`${good} good, ${bad} bad`}>
            {percent(good, bad)}
          </span>
        )}
        <CountsBar counts={counts} />
        <ul class="run-legend">
          {presentClasses(counts).map(({ name, count }) => (
            <li key={name}>
              <Link to={runRoute(run, { tab: "list", class: name })} class="verdict">
                <ClassMark name={name} />
                {count} {classTraits[name].title}
              </Link>
            </li>
          ))}
        </ul>
      </div>
    </header>
  );
}

/** Never 100 % when something is bad. */
function percent(good: number, bad: number): string {
  const share = (100 * good) / (good + bad);
  return `${bad > 0 && share > 99.9 ? "99.9" : share.toFixed(share === 100 || share < 10 ? 0 : 1)} %`;
}

function Span({ view: { span, live, estimate } }: Pick<RunHeadProps, "view">) {
  if (span === undefined) return <span>not started</span>;
  if (live === 0) {
    return (
      <span>
        took <Duration seconds={span.until - span.from} />
      </span>
    );
  }
  return (
    <>
      <span>
        for <Duration since={span.from} />
      </span>
      <span class="soft">
        {estimate === undefined ? "no estimate" : `until about ${timeText(estimate)}, ${formatDuration(Math.max(0, estimate - now.value))} more`}
      </span>
    </>
  );
}

function Runners({ view: { runners, live } }: Pick<RunHeadProps, "view">) {
  if (runners.length > 0) {
    return (
      <span>
        runner{" "}
        {runners.map(({ host, pid, seen }) => (
          <span key={`${host} ${pid}`} title={seen ? "alive" : "on another host: cannot be seen from here"}>
            {host} {pid}
            {seen ? "" : "?"}{" "}
          </span>
        ))}
      </span>
    );
  }
  return live > 0 ? <span class="caution-text">no runner: what has not started will not</span> : null;
}

function Neighbours({ run, view: { previous, next } }: Omit<RunHeadProps, "again">) {
  useKeys("Run", {
    "[": { label: "the next newer run of the target", run: () => next && go(runRoute(next)) },
    "]": { label: "the next older run of the target", run: () => previous && go(runRoute(previous)) },
  });
  return (
    <nav class="failing-way" aria-label="Other runs of the target">
      {previous !== undefined && (
        <>
          <Link to={{ view: "diff", params: { src: formatRef(previous), dst: formatRef(run) } }}>difference to {previous.r}</Link>
          <Link to={runRoute(previous)} class="button" title={`Older run: ${previous.r} (])`}>
            ‹ <span class="only-spoken">Older run {previous.r}</span>
          </Link>
        </>
      )}
      {next !== undefined && (
        <Link to={runRoute(next)} class="button" title={`Newer run: ${next.r} ([)`}>
          › <span class="only-spoken">Newer run {next.r}</span>
        </Link>
      )}
    </nav>
  );
}
