import type { JobEvent } from "../../../view/index.js";
import { findJob } from "./job-file.js";

const lookMs = 500;

/** Tells of jobs that this dashboard has begun: how much they have written, and how they ended. */
export class JobWatch {
  readonly #toppath: string;
  readonly #tell: (event: JobEvent) => void;
  readonly #seen = new Map<string, string>();
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(toppath: string, tell: (event: JobEvent) => void) {
    this.#toppath = toppath;
    this.#tell = tell;
  }

  begin(id: string): void {
    this.#seen.set(id, "");
    this.#timer ??= setInterval(() => this.#look(), lookMs).unref();
    this.#look();
  }

  close(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #look(): void {
    for (const [id, before] of this.#seen) {
      const job = findJob(this.#toppath, id)?.job;
      const now = job === undefined ? "" : `${job.state} ${job.size}`;
      if (job !== undefined && now !== before)
        this.#tell({ kind: "job", id, state: job.state, size: job.size, ...(job.code !== undefined && { code: job.code }) });
      if (job === undefined || job.state === "ended" || job.state === "lost") this.#seen.delete(id);
      else this.#seen.set(id, now);
    }
    if (this.#seen.size === 0) this.close();
  }
}
