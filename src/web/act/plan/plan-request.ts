import * as z from "zod/mini";
import { type ActionName, actionNames, actionTraits, type PlanRequest } from "../../../view/index.js";
import { Refused } from "../../refused.js";

const texts = z.array(z.string());
const text = z.exactOptional(z.string());
const flag = z.exactOptional(z.boolean());
const launchForm = z.object({
  target: z.string(),
  reqtarg: flag,
  runname: z.string(),
  testpatt: text,
  tagexpr: text,
  modepatt: text,
  rerun: z.exactOptional(texts),
  preclean: flag,
  cleanCache: flag,
  force: flag,
  setvars: text,
  contour: text,
  wait: flag,
});
/** Body of `POST plan`. */
export const planRequest: z.ZodMiniType<PlanRequest> = z.object({
  action: z.enum(actionNames as readonly [ActionName, ...ActionName[]]),
  objects: z._default(
    z.array(
      z.object({
        a: text,
        t: z.string(),
        r: z.string(),
        tests: z.exactOptional(z.array(z.object({ n: z.string(), i: z._default(z.string(), "") }))),
      }),
    ),
    [],
  ),
  options: z._default(
    z.object({
      notStarted: flag,
      states: z.exactOptional(texts),
      statuses: z.exactOptional(texts),
      destination: text,
      target: text,
      keep: z.exactOptional(z.number().check(z.int(), z.gte(0))),
      age: text,
      command: text,
      launch: z.exactOptional(launchForm),
    }),
    {},
  ),
});

/**
 * That an action is asked to be done to what it can be done to.
 *
 * @throws Refused `bad-request`
 */
export function requireObjects({ action, objects }: PlanRequest): void {
  const { scopes, title } = actionTraits[action];
  if (scopes.includes("area")) return;
  if (objects.length === 0) throw new Refused("bad-request", `${title}: say which runs or tests`);
  const isWhole = objects.map(({ tests }) => tests === undefined);
  if (isWhole.includes(true) && !scopes.includes("run")) throw new Refused("bad-request", `${title} is done to tests, not to whole runs`);
  if (isWhole.includes(false) && !scopes.includes("tests")) throw new Refused("bad-request", `${title} is done to whole runs`);
}
