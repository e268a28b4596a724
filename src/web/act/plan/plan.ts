import { type NamedArea, requireRunsAllowed } from "../../../area/index.js";
import { shellQuote } from "../../../base/index.js";
import { settingIsOn } from "../../../config/index.js";
import { isExecutable } from "../../../sys/index.js";
import { type ActionName, actionTraits, type Plan, type PlanRequest } from "../../../view/index.js";
import type { Visitor } from "../../http/guard.js";
import { suffices } from "../../http/levels.js";
import { Refused } from "../../refused.js";
import { type ActContext, act } from "../act.js";
import { affectedOf, confirmation, digestOf, warningsAbout } from "./assessment.js";
import { commandsOf, type Words } from "./commands.js";
import { completedRuns } from "./completed.js";
import { planRequest, requireObjects } from "./plan-request.js";
import type { Previewed } from "./preview.js";
import { surrounded } from "./start-command.js";

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
  const { action } = request;
  requireObjects(request);
  const completed = await completedRuns(context, request);
  const commands = await commandsIn(context, request, completed.length > 0 ? ["-full-db"] : []);
  const seen: Previewed[] = [];
  for (const command of commands) seen.push(command.isOther ? unknown : shown(context, command, await context.previews.of(command.line)));
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
      warnings: [
        ...completed.map((run) => `${run} is a completed run: it will be restored first`),
        ...new Set([...seen.flatMap(({ warnings }) => warnings), ...warningsAbout(request, affected, tests)]),
      ],
      confirm: confirmation(request, affected, lines),
      external,
    },
    digest: digestOf(request, tests, lines),
  };
}

const unknown: Previewed = { kind: "preview", tests: [], runs: [], locked: [], known: false, warnings: [] };

interface Command {
  readonly area: NamedArea;
  /** Program and arguments. */
  readonly line: Words;
  /** For megatest. */
  readonly words: Words;
  /** It is another program. */
  readonly isOther: boolean;
}

/** The commands of each area that is concerned, each with `more` at its end. */
async function commandsIn(context: ActContext, request: PlanRequest, more: Words): Promise<Command[]> {
  const { action } = request;
  const commands: Command[] = [];
  for (const { area, request: part } of context.areas.partsOf(request)) {
    if (action === "launch" && area.isOwn) requireRunsAllowed(context.area.config);
    const words = await commandsOf(part, { lastTestpatt: (run) => lastTestpatt(context, area, run) });
    const first = area.isOwn ? [] : ["-start-dir", area.toppath];
    commands.push(...words.map((one) => ({ area, ...programOf(context, action, [...first, ...one, ...more], area) })));
  }
  return commands;
}

async function lastTestpatt({ records }: ActContext, area: NamedArea, run: { target: readonly string[]; runname: string }) {
  if (area.isOwn) return (await records()).lastTestpatt(run);
  throw new Refused("forbidden", `how a run of area ${area.name} was started last is known there: dashboard -start-dir ${area.toppath}`);
}

/** What a command touches, with the names by which that is shown. */
function shown({ areas }: ActContext, { area }: Command, seen: Previewed): Previewed {
  const name = (target: string) => areas.shownTarget(area, target);
  return { ...seen, tests: seen.tests.map((test) => ({ ...test, t: name(test.t) })), runs: seen.runs.map(name), locked: seen.locked.map(name) };
}

/** Program and arguments of a command; what somebody typed may name another program where the area allows that. */
function programOf({ program, area }: ActContext, action: ActionName, words: Words, { isOwn }: NamedArea): Omit<Command, "area"> {
  const [megatest, ...config] = program.words;
  // Where this area has its configuration is nothing to another one.
  const own = (rest: Words) => ({ line: [megatest, ...(isOwn ? config : []), ...rest], words: rest, isOther: false });
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
