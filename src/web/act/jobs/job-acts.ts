import * as z from "zod/mini";
import { messageOf } from "../../../base/index.js";
import { isAlive } from "../../../sys/index.js";
import { actionTraits, type Job, type JobRequest, type Plan } from "../../../view/index.js";
import type { Visitor } from "../../http/guard.js";
import { Refused } from "../../refused.js";
import { type ActContext, act } from "../act.js";
import { makePlan, requireLevel } from "../plan/plan.js";
import type { KeptPlan } from "../plan/plans.js";
import { actorOf } from "../trace.js";
import { findJob } from "./job-file.js";

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
