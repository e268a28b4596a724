import { useEffect, useRef } from "preact/hooks";
import { actionTraits, type Job } from "../../src/view/index.js";
import { announce } from "../app/notices.js";
import { go } from "../app/router.js";
import { Dialog } from "../parts/dialog.js";
import { CommandText } from "./command-text.js";
import { JobButtons } from "./job-buttons.js";
import { JobOutput } from "./job-output.js";
import { JobState, jobLook } from "./job-state.js";
import { isOver, useJob } from "./use-job.js";
import { watchJob } from "./watch-job.js";

interface JobDialogProps {
  /** As it was when it began. */
  readonly first: Job;
  readonly onClose: () => void;
}

/** How a job goes that was just begun. Who closes the dialog hears of its end by a notice. */
export function JobDialog({ first, onClose }: JobDialogProps) {
  const followed = useJob(first.id);
  const job = followed.view?.job ?? first;
  const { title } = actionTraits[job.action];
  const isDone = useRef(false);
  isDone.current = isOver(job);
  useEffect(() => {
    if (isOver(job)) announce(`${title}: ${jobLook(job).text}`);
  }, [isOver(job)]);
  useEffect(() => () => void (isDone.current || watchJob(first.id)), []);
  const toPage = () => {
    onClose();
    go({ view: "job", id: job.id, params: {} });
  };
  return (
    <Dialog
      title={title}
      wide
      onClose={onClose}
      actions={
        <>
          <button type="button" class="plain first" onClick={toPage}>
            Open its page
          </button>
          {followed.view !== undefined && !isOver(job) && <JobButtons view={followed.view} />}
          <button type="button" class="primary" onClick={onClose}>
            {isOver(job) ? "Close" : "Go on in the background"}
          </button>
        </>
      }
    >
      <div class="plan">
        <p class="job-line" role="status">
          <JobState job={job} />
        </p>
        {job.problem !== undefined && <p class="bad-text">{job.problem}</p>}
        <CommandText text={job.text} />
        <JobOutput followed={followed} />
      </div>
    </Dialog>
  );
}
