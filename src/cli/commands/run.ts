import { constants } from "node:os";
import { requireRunsAllowed } from "../../area/index.js";
import { formatDuration, type Log, makeLog, messageOf, nearest } from "../../base/index.js";
import { lookupRunconfig, reportUnknownSettings, settingIsOn } from "../../config/index.js";
import { hasAutoRules } from "../../history/index.js";
import { homehostOf, isThisHost } from "../../homehost/index.js";
import { fullName, isLive } from "../../model/index.js";
import { type RunReport, type RunRequest, runTests as runSelectedTests, testPatternOf } from "../../schedule/index.js";
import type { Records } from "../../store/index.js";
import { keepHeapSmall } from "../../sys/index.js";
import { type Arguments, isGiven } from "../arguments.js";
import { restoreFirst } from "../completed.js";
import type { Context } from "../context.js";
import type { FlagName } from "../flags.js";
import { isServerUsed, syncPeriodMs } from "../open.js";
import { ShownProgress } from "../run-progress.js";
import { generalRunCall, listOf, operateOn, type Selection, testpattOf } from "../selection.js";
import { shownText } from "../terminal.js";
import { removeCachesOf } from "./maintenance.js";

/** Exit code when a selected test did not pass and the area or the user wants to know. */
const resultsExitCode = 10;
const listedFailures = 20;
const pollMs = 10_000;

/**
 * `-run`, `-runall`, `-runtests`, `-rerun-clean`, `-rerun-all`
 *
 * @returns exit code: 0 once the run got going; 10 when results count and a test did not pass; 1 when something could not be launched or planned as
 * written; 128 + N when ended by signal N
 * @see spec 02 § 2, 05 § 4
 */
export async function runTests(context: Context): Promise<number> {
  keepHeapSmall();
  const selection = await generalRunCall(context, actionFlag(context));
  requireRunsAllowed(selection.area.config);
  const pattern = patternFor(context, selection);
  if (pattern === undefined) {
    context.log.warn("there is no test pattern for this run. Exiting now.");
    return 0;
  }
  if (isGiven(context.args, "-rerun-clean") || isGiven(context.args, "-rerun-all")) removeCachesOf(context, selection);
  reportUnknownSettings(selection.area.config, context.log, nearest);
  const interruption = interruptible(context);
  const progress = new ShownProgress(
    context.stdout,
    process.stdout.isTTY ? process.stdout.columns : undefined,
    `lt/${selection.target.join("/")}/${selection.runname}`,
  );
  const request = await requestOf(context, selection, pattern, progress, interruption.stop);
  const began = Date.now();
  try {
    const report = await runSelectedTests(request);
    progress.finish();
    summarize(context, request, report, (Date.now() - began) / 1000);
    if (interruption.signal !== undefined) return 128 + constants.signals[interruption.signal];
    if (request.wait) await bringResults(context, request.records);
    if (request.homehostIsHere) await moveFinishedRuns(context, selection.area);
    return exitCodeOf(context, request, report);
  } finally {
    progress.clear();
  }
}

/** Who has waited for the results reads them in the area database, whichever process brings records there otherwise. */
async function bringResults({ log }: Context, records: Records): Promise<void> {
  await records
    .sync()
    .catch((error) => log.warn(`the results are not in the area's megatest.db yet, the next command will do it: ${messageOf(error)}`));
}

/** What the rules of the area say moves. A test's own run leaves that to the run that the test belongs to. Spec 04 § 24.4 */
async function moveFinishedRuns(context: Context, area: Selection["area"]): Promise<void> {
  if (context.env["MT_CMDINFO"] === undefined && hasAutoRules(area.config)) await (await import("../auto-moves.js")).moveInPassing(context, area);
}

export function actionFlag({ args }: Context): FlagName {
  const flags: FlagName[] = ["-rerun-clean", "-rerun-all"];
  return flags.find((flag) => isGiven(args, flag)) ?? "-run";
}

/** The test pattern that the line asks for; undefined when `--modepatt` names none. */
export function patternFor({ args, log }: Context, { area, target }: Selection): string | undefined {
  const section = target.join("/");
  const found = testPatternOf({
    testpatt: testpattOf(args),
    runtests: args.values.get("-runtests"),
    modepatt: args.values.get("-modepatt"),
    forcedModepatt: args.values.get("--modepatt"),
    runconfig: (name) => lookupRunconfig(area.runconfigs, section, name),
  });
  if (found?.variable !== undefined) log.info(0, `testpatt defined in ${found.variable} from runconfigs: ${found.pattern}`);
  return found?.pattern;
}

/** The first signal ends the launching, and tests go on; what a second one does is up to the system. */
function interruptible(context: Context): { readonly stop: AbortSignal; readonly signal: NodeJS.Signals | undefined } {
  const controller = new AbortController();
  const state: { stop: AbortSignal; signal: NodeJS.Signals | undefined } = { stop: controller.signal, signal: undefined };
  context.onInterrupt((signal) => {
    if (state.signal !== undefined) process.exit(128 + constants.signals[signal]);
    state.signal = signal;
    context.log.print(0, `Received signal ${constants.signals[signal]}, cleaning up before exit. Please wait...`);
    controller.abort();
  });
  return state;
}

async function requestOf(
  context: Context,
  { area, target, runname }: Selection,
  patterns: string,
  progress: ShownProgress,
  stop: AbortSignal,
): Promise<RunRequest> {
  const { args, log } = context;
  await restoreFirst(context, actionFlag(context), { target, runname });
  const records = await context.records();
  records.startSyncing(syncPeriodMs(area));
  const reset = resetOf(args);
  const debug = args.values.get("-debug");
  const homehost = await homehostOf(area);
  return {
    area,
    records,
    log: clearing(log, () => progress.clear()),
    target,
    runname,
    contour: args.values.get("-contour"),
    patterns,
    tagexpr: args.values.get("-tagexpr"),
    rerun: listOf(args.values.get("-rerun")),
    force: isGiven(args, "-force"),
    preclean: isGiven(args, "-preclean") || reset !== undefined,
    reset,
    setVars: args.values.get("-setvars"),
    wait: isGiven(args, "-run-wait") || settingIsOn(area.config, "setup", "run-wait") || resultsCount(context, area.config),
    onePass: isGiven(args, "-one-pass"),
    homehost,
    throughServer: isServerUsed(area, { isExecutor: true }),
    homehostIsHere: homehost === undefined || (await isThisHost(homehost)),
    program: context.program,
    executorProgram: [process.execPath, ...process.execArgv, process.argv[1] ?? context.program],
    passedOn: debug === undefined ? [] : ["-debug", debug],
    progress,
    stdout: context.stdout,
    stop,
  };
}

/** Which tests the line asks to set back first. */
export function resetOf(args: Arguments): RunRequest["reset"] {
  if (isGiven(args, "-rerun-all")) return "all";
  return isGiven(args, "-rerun-clean") ? "clean" : undefined;
}

/** A log whose lines do not run into the progress line. */
function clearing(log: Log, clear: () => void): Log {
  return makeLog(
    (level, line) => {
      clear();
      log.print(level, line);
    },
    (level) => log.shows(level),
  );
}

function resultsCount({ args }: Context, config: Selection["area"]["config"]): boolean {
  return isGiven(args, "-exit-code-from-results") || settingIsOn(config, "setup", "exit-code-from-results");
}

function exitCodeOf(context: Context, { area }: RunRequest, report: RunReport): number {
  if (report.named.length === 0 || report.failedLaunches > 0 || report.mistakes > 0) return 1;
  return resultsCount(context, area.config) && report.results.failed.length > 0 ? resultsExitCode : 0;
}

/** What a person wants to know at the end of a run. */
function summarize({ log }: Context, request: RunRequest, { named, results, failedLaunches }: RunReport, seconds: number): void {
  const shown = shownText(process.stderr);
  if (named.length === 0) {
    log.error(
      `no test of ${request.area.toppath} matches -testpatt ${request.patterns}; a test is a directory with a testconfig, in tests/ or [tests-paths]`,
    );
    return;
  }
  const running = results.failed.filter((test) => isLive(test.state));
  const unrun = results.failed.filter((test) => test.state === "NOT_STARTED" && test.status === "n/a");
  const failed = results.failed.filter((test) => !running.includes(test) && !unrun.includes(test));
  for (const test of failed.slice(0, listedFailures)) {
    log.print(0, shown(`  ${test.state}/${test.status} ${fullName(test)}${test.comment === "" ? "" : `: ${test.comment}`}`));
  }
  if (failed.length > listedFailures) log.print(0, `  … and ${failed.length - listedFailures} more`);
  const counts = [
    `${results.tests.length - results.failed.length} passed`,
    `${failed.length} did not pass`,
    ...(failedLaunches > 0 ? [`${failedLaunches} not launched`] : []),
    ...(unrun.length > 0 ? [`${unrun.length} not run`] : []),
    ...(running.length > 0 ? [`${running.length} still running`] : []),
  ];
  log.print(0, `${request.target.join("/")}/${request.runname}: ${counts.join(", ")}, in ${formatDuration(Math.round(seconds))}`);
}

/**
 * `-run-wait` without `-run`: waits until no selected test is in one of the states of `-state`, by default the live ones.
 *
 * @see spec 02 § 18.4
 */
export async function waitForRuns(context: Context): Promise<number> {
  if (["-run", "-runtests", "-rerun-clean", "-rerun-all"].some((flag) => isGiven(context.args, flag as FlagName))) return 0;
  const states = context.args.values.has("-state") ? undefined : new Set(["LAUNCHED", "REMOTEHOSTSTART", "RUNNING"]);
  context.log.info(1, "waiting for the selected tests");
  for (;;) {
    const selected = await operateOn(context, "-run-wait");
    const count = selected.flatMap(({ tests }) => tests).filter((test) => states?.has(test.state) !== false).length;
    if (count === 0) return 0;
    context.log.info(1, `waiting for ${count} test(s)`);
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}
