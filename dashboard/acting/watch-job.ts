import { actionTraits } from "../../src/view/index.js";
import { ApiError, ask } from "../app/api.js";
import { follow } from "../app/live.js";
import { announce, notify } from "../app/notices.js";
import { go } from "../app/router.js";
import { jobLook } from "./job-state.js";

/** Tells of the end of a job that nobody looks at any more. */
export function watchJob(id: string): void {
  const stop = follow("jobs", (event) => {
    const isEnd = event.kind === "job" && event.id === id && (event.state === "ended" || event.state === "lost");
    if (!isEnd) return;
    stop();
    void tell(id);
  });
}

async function tell(id: string): Promise<void> {
  try {
    const { job } = await ask("jobs/:id", { id });
    const text = `${actionTraits[job.action].title}: ${jobLook(job).text}`;
    announce(text);
    notify(text, { kind: job.code === 0 ? "info" : "problem", action: { label: "Show", run: () => go({ view: "job", id, params: {} }) } });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
  }
}
