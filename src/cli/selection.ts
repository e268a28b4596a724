import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Area } from "../area/index.js";
import { Failure, type FailureReason, parseDuration } from "../base/index.js";
import { requireTarget } from "../config/index.js";
import type { RunRecord, TestRecord } from "../model/index.js";
import type { Records, TestSelector } from "../store/index.js";
import { isWritable } from "../sys/index.js";
import type { Arguments } from "./arguments.js";
import { runsToChange } from "./completed.js";
import type { Context } from "./context.js";
import type { FlagName } from "./flags.js";

/** What a general run call works on. */
export interface Selection {
  readonly area: Area;
  /** One value for each key; patterns where the command matches runs. */
  readonly target: readonly string[];
  readonly runname: string;
}

/**
 * The prologue of every command on runs: target and run name must be there, the target must fit the keys, `-reqtarg` must be a section of
 * `runconfigs.config`.
 *
 * @param flag the command, for the messages
 * @throws Failure `missing-target`, `missing-runname` (exit code 3), `unknown-target` (1), and as the area's set-up
 * @see spec 05 § 2, general run call
 */
export async function generalRunCall(context: Context, flag: FlagName): Promise<Selection> {
  if (targetText(context) === "") throw missingParameter("target", flag, 3);
  const runname = context.args.values.get("-runname");
  if (runname === undefined || runname === "") throw missingParameter("runname", flag, 3);
  const area = await context.area();
  // The set-up has said what is wrong with it.
  if (area.target === undefined) throw missingParameter("target", flag, 3);
  requireSection(context, area);
  return { area, target: area.target, runname };
}

/** Targets and run names of `-remove-keep`, which takes comma lists of patterns for both. */
export interface ListSelection {
  readonly area: Area;
  readonly targets: readonly (readonly string[])[];
  readonly runnames: readonly string[];
}

/**
 * As {@link generalRunCall}, for comma lists.
 *
 * @see spec 05 § 6.8
 */
export async function generalListCall(context: Context, flag: FlagName): Promise<ListSelection> {
  const targets = listOf(targetText(context)).map((target) => target.split("/"));
  if (targets.length === 0) throw missingParameter("target", flag, 3);
  const runnames = listOf(context.args.values.get("-runname"));
  if (runnames.length === 0) throw missingParameter("runname", flag, 3);
  const area = await context.area();
  const fits = (parts: readonly string[]) => parts.length === area.keys.length && parts.every((part) => part !== "");
  if (!targets.every(fits)) throw missingParameter("target", flag, 3);
  requireSection(context, area);
  return { area, targets, runnames };
}

/** The runs that match one of the targets and one of the names, each once. */
export async function listedRuns(records: Pick<Records, "runs">, { targets, runnames }: ListSelection): Promise<RunRecord[]> {
  const found = new Map<number, RunRecord>();
  for (const target of targets) for (const runname of runnames) for (const run of await records.runs({ target, runname })) found.set(run.id, run);
  return [...found.values()];
}

/** A run and those of its tests that a command works on. */
export interface SelectedRun {
  readonly run: RunRecord;
  /** Items before the records above them. */
  readonly tests: readonly TestRecord[];
}

/**
 * The runs that an "operate-on" command works on, oldest first: `-testpatt` is mandatory, `megatest.db` must be writable, locked runs are left alone.
 *
 * @throws Failure as {@link generalRunCall}, with exit codes 1 to 3 for `-run-wait`; `missing-testpatt` (3); `read-only` (1)
 * @see spec 05 § 2, 02 § 18
 */
export async function runsToOperateOn(context: Context, flag: FlagName): Promise<RunRecord[]> {
  const { target, runname } = await operateOnCall(context, flag);
  const runs = await runsToChange(context, flag, { target, runname });
  if (runs.length === 0) context.log.info(0, "No matching run found.");
  for (const run of runs) if (run.state === "locked") context.log.info(0, `${run.target.join("/")}/${run.runname} is locked, skipping it`);
  return runs.filter((run) => run.state !== "locked");
}

/** What an "operate-on" command is asked for; throws as {@link runsToOperateOn}. */
export async function operateOnCall(context: Context, flag: FlagName): Promise<Selection> {
  const codes = flag === "-run-wait" ? { target: 1, runname: 2 } : { target: 3, runname: 3 };
  if (targetText(context) === "") throw missingParameter("target", flag, codes.target);
  if (!context.args.values.has("-runname")) throw missingParameter("runname", flag, codes.runname);
  const selection = await generalRunCall(context, flag);
  if (!context.args.values.has("-testpatt")) throw missingParameter("testpatt", flag.replace(/^-/, ""), 3);
  requireWritable(selection.area);
  return selection;
}

/** The same runs with their selected tests; throws alike. */
export async function operateOn(context: Context, flag: FlagName): Promise<SelectedRun[]> {
  const runs = await runsToOperateOn(context, flag);
  const records = await context.records();
  const selected: SelectedRun[] = [];
  for (const run of runs) selected.push({ run, tests: (await records.tests(run.id, testSelector(context.args))).toSorted(itemsFirst) });
  return selected;
}

/** `-testpatt` with `-itempatt`, `-state` and `-status` as conditions on tests. */
export function testSelector(args: Arguments): TestSelector {
  const testpatt = testpattOf(args);
  const states = listOf(args.values.get("-state"));
  const statuses = listOf(args.values.get("-status"));
  return { ...(testpatt !== undefined && { testpatt }), ...(states.length > 0 && { states }), ...(statuses.length > 0 && { statuses }) };
}

/** `-testpatt`, with `-itempatt` as its item part; undefined when neither is given. */
export function testpattOf(args: Arguments): string | undefined {
  const testpatt = args.values.get("-testpatt");
  const itempatt = args.values.get("-itempatt");
  return itempatt === undefined ? testpatt : `${testpatt ?? "%"}/${itempatt}`;
}

/**
 * Seconds of `-age`.
 *
 * @throws Failure `usage`
 */
export function ageOf(age: string): number {
  const seconds = parseDuration(age);
  if (seconds === undefined) throw new Failure("usage", `-age ${age} is no time such as 7d,12h (units s m h d w M y)`);
  return seconds;
}

/** The parts of a comma list that are not empty. */
export function listOf(text: string | undefined): string[] {
  return (text ?? "").split(",").filter((part) => part !== "");
}

/** `-reqtarg`, else `-target`, else `MT_TARGET`; empty when there is none. */
export function targetText({ args, env }: Context): string {
  return args.values.get("-reqtarg") ?? args.values.get("-target") ?? env["MT_TARGET"] ?? "";
}

function requireSection({ args, log }: Context, { toppath, env }: Area): void {
  const target = args.values.get("-reqtarg");
  if (target !== undefined) requireTarget(target, join(toppath, "runconfigs.config"), { log, env: { ...env }, cwd: toppath, toppath });
}

function requireWritable({ toppath }: Area): void {
  const database = join(toppath, "megatest.db");
  if (existsSync(database) && !isWritable(database)) throw new Failure("read-only", `megatest.db is readonly.  Cannot proceed.\n  (${database})`);
}

/** The longest path first: an item's directory lies below that of its top-level record. */
const itemsFirst = (a: TestRecord, b: TestRecord) => b.rundir.length - a.rundir.length;

const parameters = {
  target: { reason: "missing-target", text: "the target with -target" },
  runname: { reason: "missing-runname", text: "the run name with -runname" },
  testpatt: { reason: "missing-testpatt", text: "the test pattern with -testpatt" },
} as const satisfies Record<string, { reason: FailureReason; text: string }>;

/** That a command needs a parameter; spec 05 § 2. */
export function missingParameter(parameter: keyof typeof parameters, command: string, exitCode: number): Failure {
  const { reason, text } = parameters[parameter];
  return new Failure(reason, `Missing required parameter for ${command}, you must specify ${text}`, exitCode);
}
