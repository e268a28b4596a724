import type { JobView } from "../../src/view/index.js";
import { ApiError, act } from "../app/api.js";
import { notify } from "../app/notices.js";
import { Icon } from "../parts/icon.js";
import { may } from "./offers.js";
import { propose } from "./open.js";
import { isOver } from "./use-job.js";

/** Ends a job, or does the same again. */
export function JobButtons({ view: { job, request } }: { readonly view: JobView }) {
  if (!may("operate")) return null;
  if (!isOver(job)) {
    return (
      <button type="button" class="danger" onClick={() => void stop(job.id)}>
        Stop
      </button>
    );
  }
  return (
    <button type="button" onClick={() => propose(request.action, request.objects, request.options)}>
      <Icon name="again" />
      Again …
    </button>
  );
}

async function stop(id: string): Promise<void> {
  try {
    await act("DELETE", `jobs/${encodeURIComponent(id)}`);
    notify("The job is asked to end; after 10 s it is ended.");
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    notify(error.message, { kind: "problem" });
  }
}
