import type { Act } from "./act.js";
import { changeRun } from "./change/run.js";
import { changeTest, changeTests } from "./change/tests.js";
import { startJob, stopJob } from "./jobs/job-acts.js";
import { plan } from "./plan/plan.js";
import { tickets } from "./tickets.js";

/** Everything that can be changed: a new action is one line here and a file beside this one. Names are method and path, `DELETE jobs/:id` for example. Spec 06 § 19 */
export const acts: Readonly<Record<string, Act>> = {
  "POST tickets": tickets,
  "POST plan": plan,
  "POST jobs": startJob,
  "DELETE jobs/:id": stopJob,
  "PATCH test": changeTest,
  "PATCH tests": changeTests,
  "PATCH run": changeRun,
};
