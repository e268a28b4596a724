import { closeSync, openSync } from "node:fs";
import * as z from "zod/mini";
import { errnoOf, Failure, messageOf } from "../../../base/index.js";
import { isAlive, makeDirectories, start } from "../../../sys/index.js";
import { actionTraits, type Job, type JobRequest, type Plan } from "../../../view/index.js";
import type { Visitor } from "../../http/guard.js";
import { Refused } from "../../refused.js";
import { type ActContext, act } from "../act.js";
import { makePlan, requireLevel } from "../plan/plan.js";
import type { KeptPlan } from "../plan/plans.js";
import { actorOf } from "../trace.js";
import { addJobLine, type BegunJob, findJob, jobLog, logsOf } from "./job-file.js";

const jobRequest: z.ZodMiniType<JobRequest> = z.object({
  plan: z.string(),
  count: z.exactOptional(z.number()),
  name: z.exactOptional(z.string()),
});

/** `POST jobs`: does what was planned, if it still means the same. Spec 06 § 32.3 */
export const startJob = act("operate", jobRequest, async (context, body, visitor): Promise<Job> => {
  const kept = context.plans.find(body.plan, visitor);
  requireLevel(kept.plan.action, visitor);
  requireConfirmation(kept.plan, body);
  context.plans.drop(body.plan);
  const { plan, digest } = await makePlan(context, kept.request);
  if (digest !== kept.digest) {
    const newPlan = context.plans.keep(plan, kept.request, digest, visitor);
    throw new Refused("conflict", "what this would touch has changed meanwhile: look at it again", { plan: newPlan });
  }
  return begin(context, kept, visitor);
});

/** @throws Refused `bad-request` */
function requireConfirmation({ confirm, action }: Plan, { count, name }: JobRequest): void {
  const { title } = actionTraits[action];
  if (confirm.by === "count" && count !== confirm.count)
    throw new Refused("bad-request", `${title}: acknowledge that it touches ${confirm.count} test(s)`);
  if (confirm.by === "name" && name !== confirm.name) throw new Refused("bad-request", `${title}: type the name of the run: ${confirm.name}`);
}

async function begin(context: ActContext, { plan, request }: KeptPlan, visitor: Visitor): Promise<Job> {
  const { trace, jobs } = context;
  const { action, commands, text, external, affected } = plan;
  const entry = { action, commands };
  try {
    const job = await jobs.begin({ ...actorOf(visitor), action, commands, text, external, count: affected.count, request });
    trace.write(visitor, { ...entry, job: job.id, result: "started" });
    return job;
  } catch (error) {
    trace.write(visitor, { ...entry, result: messageOf(error) });
    throw error;
  }
}

/** `DELETE jobs/:id`: asks a job to end; after 10 s it is ended. */
export const stopJob = act("operate", z.object({ id: z.string() }), async ({ area, trace }, { id }, visitor): Promise<{ readonly id: string }> => {
  const found = findJob(area.toppath, id);
  if (found === undefined) throw new Refused("not-found", `there is no job ${id}`);
  const { job, running } = found;
  if (running === undefined || job.state !== "running") {
    throw new Refused("conflict", job.state === "elsewhere" ? `job ${id} runs on ${running?.host}: stop it there` : `job ${id} does not run`);
  }
  return trace.of(visitor, { action: "stop job", job: id, commands: job.commands }, async () => {
    if (isAlive(running.pid, running.started)) process.kill(running.pid, "SIGTERM");
    return { id };
  });
});

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
