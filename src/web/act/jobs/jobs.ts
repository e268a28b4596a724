import { closeSync, openSync } from "node:fs";
import { errnoOf, Failure, messageOf } from "../../../base/index.js";
import { makeDirectories, start } from "../../../sys/index.js";
import type { Job } from "../../../view/index.js";
import { addJobLine, type BegunJob, findJob, jobLog, logsOf } from "./job-file.js";

/** What starts jobs. */
export interface JobOptions {
  readonly toppath: string;
  /** Script that carries one out: `src/cli/job-keeper.ts`. */
  readonly keeper: string;
  readonly env: Readonly<Record<string, string>>;
  /** Told of each job that begins. */
  readonly onBegin: (id: string) => void;
}

export class Jobs {
  readonly #options: JobOptions;

  constructor(options: JobOptions) {
    this.#options = options;
  }

  /**
   * Starts a job in a session of its own, so that it outlives this process.
   *
   * @throws Failure `io`
   */
  async begin(given: Omit<BegunJob, "kind" | "id" | "begun">): Promise<Job> {
    const { toppath, keeper, env, onBegin } = this.#options;
    const { id, fd } = this.#newLog();
    try {
      addJobLine(toppath, { kind: "begun", id, begun: Date.now() / 1000, ...given });
      const args = [...process.execArgv, keeper, toppath, id];
      const { child } = await start(process.execPath, args, { env: { ...env }, cwd: toppath, stdio: ["ignore", fd, fd], detached: true });
      child.unref();
    } catch (error) {
      addJobLine(toppath, { kind: "ended", id, ended: Date.now() / 1000, code: 1, problem: messageOf(error) });
      throw new Failure("io", `the job could not be started: ${messageOf(error)}`, 1, { cause: error });
    } finally {
      closeSync(fd);
    }
    onBegin(id);
    const found = findJob(toppath, id);
    if (found === undefined) throw new Failure("io", `job ${id} is not in ui-jobs.jsonl`);
    return found.job;
  }

  /** A log that nobody else has, which gives the job its id. */
  #newLog(): { readonly id: string; readonly fd: number } {
    const { toppath } = this.#options;
    makeDirectories(logsOf(toppath));
    for (let n = 1; ; n++) {
      const id = `${Math.floor(Date.now() / 1000)}-${n}`;
      try {
        return { id, fd: openSync(jobLog(toppath, id), "wx") };
      } catch (error) {
        if (errnoOf(error) !== "EEXIST") throw new Failure("io", `cannot write ${jobLog(toppath, id)}: ${messageOf(error)}`, 1, { cause: error });
      }
    }
  }
}
