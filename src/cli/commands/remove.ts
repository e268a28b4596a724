import { Failure, shellQuote } from "../../base/index.js";
import { fireTriggers, removeSubrun } from "../../execute/index.js";
import { type Obstacle, type RemovalJob, type RemovalOutcome, removeTests } from "../../history/index.js";
import { fullName, type RunRecord } from "../../model/index.js";
import { type KeepDecision, keepDecisions, keepLine } from "../../report/index.js";
import { recoverOrphans, recoveryText, stopRunners } from "../../schedule/index.js";
import type { ChangedTest } from "../../store/index.js";
import { start } from "../../sys/index.js";
import { isGiven } from "../arguments.js";
import { withCompleted } from "../completed-records.js";
import type { Context } from "../context.js";
import { ageOf, generalListCall, listedRuns, listOf, runsToOperateOn, testpattOf, testSelector } from "../selection.js";

/**
 * `-remove-runs [-keep-records]`
 *
 * @returns exit code: 1 when something that was asked for is still there
 * @see spec 02 § 18.1
 */
export async function removeRuns(context: Context): Promise<number> {
  const runs = await runsToOperateOn(context, "-remove-runs");
  let exitCode = 0;
  for (const run of runs) {
    const outcome = await removeTests(await removalJob(context, run), run);
    exitCode = Math.max(exitCode, report(context, run, outcome));
  }
  return exitCode;
}

async function removalJob(context: Context, run: RunRecord): Promise<RemovalJob> {
  const [area, records] = [await context.area(), await context.records()];
  const { args, log, program: megatest } = context;
  const keepRecords = isGiven(args, "-keep-records");
  const env = { ...area.env, MT_MEGATEST: megatest };
  const onChanged = (changed: readonly ChangedTest[]) => fireTriggers({ area, records, log, env }, 0, changed, false);
  return {
    area,
    records,
    selector: testSelector(args),
    keepRecords,
    quiesce: async () => {
      await stopRunners(records, { target: run.target.join("/"), runname: run.runname, testpatt: testpattOf(args) ?? "%" }, log);
      for (const recovered of await recoverOrphans(records, area.toppath, run.id)) {
        log.info(0, recoveryText(recovered));
        await onChanged(recovered.changed);
      }
    },
    removeSubrun: (test) => removeSubrun({ area, log, env, megatest, run }, test, keepRecords),
    onChanged,
    onProgress: progressLines((done, total) => log.info(0, `${nameOf(run)}: ${done} of ${total} tests removed so far`)),
  };
}

const progressMs = 5000;

/** Calls `say` now and then. */
function progressLines(say: (done: number, total: number) => void): RemovalJob["onProgress"] {
  let last = Date.now();
  return (done, total) => {
    if (Date.now() - last < progressMs) return;
    last = Date.now();
    say(done, total);
  };
}

const nameOf = (run: RunRecord) => `${run.target.join("/")}/${run.runname}`;

function report({ args, log }: Context, run: RunRecord, outcome: RemovalOutcome): number {
  if (outcome.kind === "locked") {
    log.info(0, `${nameOf(run)} is locked, skipping it`);
    return 0;
  }
  const what = isGiven(args, "-keep-records") ? "data of " : "";
  log.info(0, `Removed ${what}${outcome.removed} test(s) of ${nameOf(run)}${outcome.runRemoved ? ", and the run, since nothing is left in it" : ""}`);
  for (const { test, obstacle } of outcome.left) log.warn(`${nameOf(run)}/${fullName(test)} is still there: ${obstacleText(obstacle)}`);
  return outcome.left.some(({ obstacle }) => obstacle.kind !== "has-items") ? 1 : 0;
}

function obstacleText(obstacle: Obstacle): string {
  switch (obstacle.kind) {
    case "has-items":
      return "it has items that are not removed";
    case "subrun":
      return "its sub-run could not be removed";
    case "files":
      return `${obstacle.message}; mend that and give the same command again`;
    default:
      return obstacle satisfies never;
  }
}

const keepActions = ["print", "remove-runs", "migrate"] as const;
type KeepAction = (typeof keepActions)[number];

/**
 * `-remove-keep N [-age A] [-actions a,b] [-precmd CMD]`
 *
 * @returns exit code: 1 when a command that it ran failed
 * @see spec 02 § 18.3, 05 § 6.8
 */
export async function removeKeep(context: Context): Promise<number> {
  const { args, stdout } = context;
  const actions = actionsOf(args.values.get("-actions") ?? "print");
  if (actions.includes("migrate") && !args.values.has("-destination")) throw new Failure("usage", "-actions migrate needs -destination AREA|PATH");
  const age = args.values.get("-age");
  const decided = await decideWhatToKeep(context);
  let exitCode = 0;
  stdout(`Actions: (${actions.join(" ")})\n`);
  for (const [target, decisions] of decided) {
    stdout(`${target}:\n`);
    for (const decision of decisions) {
      if (decision.isYoung) stdout(`Skipping handling of ${nameOf(decision.run)} as it is younger than ${age}\n`);
      else for (const action of actions) exitCode = Math.max(exitCode, await handle(context, decision, action));
    }
  }
  return exitCode;
}

/** What `-remove-keep` makes of each run that the line selects, by target. */
export async function decideWhatToKeep(context: Context): Promise<Map<string, KeepDecision[]>> {
  const { values } = context.args;
  const keep = countOf(values.get("-remove-keep") ?? "");
  const age = values.get("-age");
  const youngerThan = age === undefined ? undefined : Date.now() / 1000 - ageOf(age);
  return keepDecisions(await selectedRuns(context), keep, youngerThan);
}

async function selectedRuns(context: Context): Promise<RunRecord[]> {
  const selection = await generalListCall(context, "-remove-keep");
  const runs = await listedRuns(await context.records(), selection);
  if (!isGiven(context.args, "-full-db")) return runs;
  const names = new Set(runs.map(nameOf));
  const completed = (await withCompleted(context, (records) => listedRuns(records, selection))) ?? [];
  // One that is in both, since a move was interrupted, counts once.
  return [...runs, ...completed.filter((run) => !names.has(nameOf(run)))];
}

/** Does one action to one run; the exit code. */
async function handle({ args, cwd, env, log, program, stdout }: Context, decision: KeepDecision, action: KeepAction): Promise<number> {
  if (action === "print") stdout(`${keepLine(decision)}\n`);
  if (action === "print" || !decision.isMarked) return 0;
  const { run } = decision;
  const names = [...run.target, run.runname];
  if (names.some((name) => /[%*?[]/.test(name))) {
    log.error(`not ${action === "migrate" ? "moving" : "removing"} ${nameOf(run)}: as a pattern its name may match other runs`);
    return 1;
  }
  const which = ["-target", run.target.join("/"), "-runname", run.runname, ...(isGiven(args, "-full-db") ? ["-full-db"] : [])];
  const moving = ["-destination", args.values.get("-destination") ?? "", ...which];
  const words = [program, ...(action === "migrate" ? moving : ["-remove-runs", ...which, "-testpatt", "%"])];
  const command = `${args.values.get("-precmd") ?? ""} ${words.map(shellQuote).join(" ")}`.trim();
  const running = await start("/bin/sh", ["-c", command], { env, cwd, stdio: ["ignore", "inherit", "inherit"] });
  const ending = await running.ended;
  if (ending.kind === "exit" && ending.code === 0) return 0;
  log.error(`this command failed: ${command}`);
  return 1;
}

function countOf(text: string): number {
  if (!/^\d+$/.test(text)) throw new Failure("usage", `-remove-keep needs the number of runs to keep, not "${text}"`);
  return Number(text);
}

function actionsOf(text: string): KeepAction[] {
  return listOf(text).map((word) => {
    const action = keepActions.find((name) => name === word);
    if (action !== undefined) return action;
    if (word === "archive") throw new Failure("not-available", "-actions archive: this release has no archive; use remove-runs");
    throw new Failure("usage", `-actions ${word}: must be one of ${keepActions.join(", ")}`);
  });
}
