import { createHash } from "node:crypto";
import * as z from "zod/mini";
import { requireRunsAllowed } from "../../../area/index.js";
import { shellQuote } from "../../../base/index.js";
import { settingIsOn } from "../../../config/index.js";
import { isExecutable } from "../../../sys/index.js";
import { type ActionName, type Affected, type AffectedTest, actionNames, actionTraits, type Plan, type PlanRequest } from "../../../view/index.js";
import type { Visitor } from "../../http/guard.js";
import { suffices } from "../../http/levels.js";
import { Refused } from "../../refused.js";
import { type ActContext, act } from "../act.js";
import { commandsOf, type Words } from "./commands.js";
import type { Previewed } from "./preview.js";
import { surrounded } from "./start-command.js";

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
const planRequest: z.ZodMiniType<PlanRequest> = z.object({
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

/** `POST plan`: what an action would do, to be confirmed by `POST jobs`. Spec 06 § 32.3 */
export const plan = act("operate", planRequest, async (context, request, visitor): Promise<Plan> => {
  requireLevel(request.action, visitor);
  const { plan: made, digest } = await makePlan(context, request);
  return context.plans.keep(made, request, digest, visitor);
});

/** @throws Refused `forbidden` */
export function requireLevel(action: ActionName, { level }: Visitor): void {
  const needed = actionTraits[action].level;
  if (!suffices(level, needed)) throw new Refused("forbidden", `${actionTraits[action].title} needs level ${needed}, and yours is ${level}`);
}

/** A plan without id, and what tells whether it still holds. */
export interface MadePlan {
  readonly plan: Omit<Plan, "id" | "expires">;
  readonly digest: string;
}

/**
 * Finds out what an action would do now.
 *
 * @throws Refused
 */
export async function makePlan(context: ActContext, request: PlanRequest): Promise<MadePlan> {
  const { action, objects } = request;
  requireObjects(request);
  const known = { lastTestpatt: async (run: { target: readonly string[]; runname: string }) => (await context.records()).lastTestpatt(run) };
  const commands = (await commandsOf(request, known)).map((words) => programOf(context, action, words));
  if (action === "launch") requireRunsAllowed(context.area.config);
  const seen: Previewed[] = [];
  for (const { words, isOther } of commands) seen.push(isOther ? unknown : await context.previews.of(words));
  const tests = seen.flatMap((one) => one.tests);
  const lines = commands.map(({ line }) => line);
  const wrapped = lines.map((line) => surrounded(context.area, line));
  const external = wrapped.some((line) => line !== undefined);
  const affected = affectedOf(tests, seen);
  return {
    plan: {
      action,
      level: actionTraits[action].level,
      commands: lines.map((line, at) => (wrapped[at] === undefined ? line : ["/bin/sh", "-c", wrapped[at]])),
      text: commands.map(({ line, words, isOther }) => (isOther ? line : ["megatest", ...words]).map(shellQuote).join(" ")).join("\n"),
      affected,
      ...(seen[0]?.preview !== undefined && { preview: seen[0].preview }),
      warnings: [...new Set([...seen.flatMap(({ warnings }) => warnings), ...warningsAbout(request, affected, tests)])],
      confirm: confirmation(request, affected),
      external,
    },
    digest: digestOf(request, tests, lines),
  };
}

const unknown: Previewed = { kind: "preview", tests: [], runs: [], locked: [], known: false, warnings: [] };

function requireObjects({ action, objects }: PlanRequest): void {
  const { scopes, title } = actionTraits[action];
  if (scopes.includes("area")) return;
  if (objects.length === 0) throw new Refused("bad-request", `${title}: say which runs or tests`);
  if (objects.some(({ a }) => a !== undefined)) throw new Refused("bad-request", `${title}: only runs of this area can be changed from here`);
  const isWhole = objects.map(({ tests }) => tests === undefined);
  if (isWhole.includes(true) && !scopes.includes("run")) throw new Refused("bad-request", `${title} is done to tests, not to whole runs`);
  if (isWhole.includes(false) && !scopes.includes("tests")) throw new Refused("bad-request", `${title} is done to whole runs`);
}

interface Command {
  /** Program and arguments. */
  readonly line: Words;
  /** For megatest. */
  readonly words: Words;
  /** It is another program. */
  readonly isOther: boolean;
}

/** Program and arguments of a command; what somebody typed may name another program where the area allows that. */
function programOf({ program, area }: ActContext, action: ActionName, words: Words): Command {
  const own = (rest: Words) => ({ line: [...program.words, ...rest], words: rest, isOther: false });
  if (action !== "command") return own(words);
  const [first = "", ...rest] = words;
  if (first === "megatest") return own(rest);
  if (first.startsWith("-")) return own(words);
  if (!settingIsOn(area.config, "dashboard", "free-commands")) {
    throw new Refused("forbidden", `the command must begin with megatest, not ${first}: [dashboard] free-commands is off`);
  }
  return { line: [found(first, program.env["PATH"] ?? ""), ...rest], words: rest, isOther: true };
}

/** A program as the shell would find it. */
function found(name: string, path: string): string {
  if (name.includes("/")) return name;
  const place = path.split(":").find((directory) => directory !== "" && isExecutable(`${directory}/${name}`));
  if (place === undefined) throw new Refused("bad-request", `there is no program ${name}`);
  return `${place}/${name}`;
}

const shownTests = 100;

function affectedOf(tests: readonly AffectedTest[], seen: readonly Previewed[]): Affected {
  const effects: Partial<Record<AffectedTest["effect"], number>> = {};
  for (const { effect } of tests) effects[effect] = (effects[effect] ?? 0) + 1;
  const union = (lists: readonly (readonly string[])[]) => [...new Set(lists.flat())];
  return {
    count: tests.length,
    live: tests.filter(({ live }) => live).length,
    effects,
    items: tests.slice(0, shownTests),
    runs: union(seen.map(({ runs }) => runs)),
    locked: union(seen.map(({ locked }) => locked)),
    known: seen.every(({ known }) => known),
  };
}

function warningsAbout({ action, objects }: PlanRequest, { locked, live, known }: Affected, tests: readonly AffectedTest[]): string[] {
  const { destroys } = { destroys: false, ...actionTraits[action] };
  const chosen = new Set(objects.flatMap(({ t, r, tests: own = [] }) => own.map(({ n }) => `${t}/${r}/${n}`)));
  const others =
    chosen.size === 0 ? 0 : tests.filter(({ t, r, testname, effect }) => effect !== "launch" && !chosen.has(`${t}/${r}/${testname}`)).length;
  return [
    ...locked.map((run) => `${run} is locked: its tests are left alone`),
    ...(live > 0 && (destroys || action === "rerun" || action === "rerun-all") ? [`${live} of these tests run at the moment`] : []),
    ...(others > 0 ? [`the pattern also means ${others} test(s) that were not chosen`] : []),
    ...(known ? [] : ["what this touches cannot be told beforehand"]),
    ...(action === "kill" ? ["tests that start meanwhile are not looked for again"] : []),
  ];
}

function confirmation({ action, objects }: PlanRequest, { count }: Affected): Plan["confirm"] {
  const [whole, ...more] = objects.filter(({ tests }) => tests === undefined);
  if (action === "remove" && whole !== undefined && more.length === 0) return { by: "name", name: whole.r };
  return actionTraits[action].level === "admin" ? { by: "count", count } : { by: "click" };
}

/** Tests of a whole run that is killed come and go while it runs: there the command alone counts. */
function digestOf({ action, objects }: PlanRequest, tests: readonly AffectedTest[], lines: readonly Words[]): string {
  const isMoving = action === "kill" && objects.every((object) => object.tests === undefined);
  const names = isMoving ? [] : tests.map(({ t, r, testname, item_path, effect, live }) => [t, r, testname, item_path, effect, live]);
  return createHash("sha256")
    .update(JSON.stringify([lines, names]))
    .digest("hex");
}
