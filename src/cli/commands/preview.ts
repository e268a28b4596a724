import { requireRunsAllowed } from "../../area/index.js";
import { Failure } from "../../base/index.js";
import { fullName, isLive, type RunRecord, type TestRecord } from "../../model/index.js";
import { type PreviewOfRun, previewRun } from "../../schedule/index.js";
import type { AffectedTest, CommandPreview, Effect, RunPreview } from "../../view/index.js";
import { isGiven } from "../arguments.js";
import { withCompleted } from "../completed-records.js";
import type { Context } from "../context.js";
import type { FlagName } from "../flags.js";
import { generalListCall, generalRunCall, listOf, operateOnCall, testSelector } from "../selection.js";
import { decideWhatToKeep } from "./remove.js";
import { actionFlag, patternFor, resetOf } from "./run.js";

type Preview = Extract<CommandPreview, { kind: "preview" }>;
type Found = Partial<Omit<Preview, "kind">>;

/** What can be told of each action, by the same selection as the action itself makes. */
const previews: readonly { readonly flags: readonly FlagName[]; readonly look: (context: Context) => Promise<Found> }[] = [
  { flags: ["-remove-runs"], look: removal },
  { flags: ["-remove-keep"], look: oldRuns },
  { flags: ["-set-state-status"], look: newVerdicts },
  { flags: ["-run", "-runtests", "-rerun-clean", "-rerun-all"], look: launches },
  { flags: ["-destination", "-reduce-records", "-restore-records"], look: moves },
];

/** Change nothing that a user would have to be told of. */
const harmless: readonly FlagName[] = [
  "-clean-cache",
  "-list-runs",
  "-list-targets",
  "-list-db-targets",
  "-show-config",
  "-show-runconfig",
  "-version",
  "-h",
];

/**
 * `-preview`: prints as JSON what the rest of the line would touch; the dashboard asks so before it does anything.
 *
 * @returns exit code: 0 also when the line would be refused
 * @see spec 06 § 32.3
 */
export async function printPreview(context: Context): Promise<number> {
  context.stdout(`${JSON.stringify(await preview(context))}\n`);
  return 0;
}

async function preview(context: Context): Promise<CommandPreview> {
  const asked = previews.filter(({ flags }) => flags.some((flag) => isGiven(context.args, flag)));
  try {
    const found: Found[] = [];
    for (const { look } of asked) found.push(await look(context));
    const isKnown = asked.length > 0 || harmless.some((flag) => isGiven(context.args, flag));
    return together(found, isKnown);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { kind: "failure", reason: error.reason, message: error.message };
  }
}

/** A test that is set back and then run is told of once. */
function together(found: readonly Found[], known: boolean): Preview {
  const tests = new Map<string, AffectedTest>();
  for (const test of found.flatMap(({ tests = [] }) => tests)) tests.set(`${test.t}/${test.r}/${fullName(test)}`, test);
  const preview = found.find((one) => one.preview !== undefined)?.preview;
  const union = (lists: readonly (readonly string[] | undefined)[]) => [...new Set(lists.flatMap((list) => list ?? []))];
  return {
    kind: "preview",
    tests: [...tests.values()],
    runs: union(found.map(({ runs }) => runs)),
    locked: union(found.map(({ locked }) => locked)),
    known,
    ...(preview !== undefined && { preview }),
  };
}

async function removal(context: Context): Promise<Found> {
  const keepsRecords = isGiven(context.args, "-keep-records");
  return operation(context, "-remove-runs", keepsRecords ? "remove-data" : "remove", "");
}

async function newVerdicts(context: Context): Promise<Found> {
  const [state = "", status = ""] = (context.args.values.get("-set-state-status") ?? "").split(",");
  return operation(context, "-set-state-status", "set", `${state}/${status}`);
}

/** The tests of an "operate-on" command. */
async function operation(context: Context, flag: FlagName, effect: Effect, detail: string): Promise<Found> {
  const { target, runname } = await operateOnCall(context, flag);
  const records = await context.records();
  const runs = await records.runs({ target, runname });
  const [locked, open] = [runs.filter(({ state }) => state === "locked"), runs.filter(({ state }) => state !== "locked")];
  const tests: AffectedTest[] = [];
  for (const run of open) tests.push(...affected(run, await records.tests(run.id, testSelector(context.args)), effect, detail));
  return { tests, runs: open.map(nameOf), locked: locked.map(nameOf) };
}

async function oldRuns(context: Context): Promise<Found> {
  const actions = listOf(context.args.values.get("-actions") ?? "print");
  if (actions.every((action) => action === "print")) return {};
  const decided = [...(await decideWhatToKeep(context)).values()].flat();
  const runs = decided.filter(({ isMarked, isYoung }) => isMarked && !isYoung).map(({ run }) => run);
  return wholeRuns(context, runs, actions.includes("migrate") ? "move" : "remove");
}

async function moves(context: Context): Promise<Found> {
  const [flag = "-destination"] = (["-destination", "-reduce-records", "-restore-records"] as const).filter((name) => isGiven(context.args, name));
  if (isGiven(context.args, "-remove-keep")) return {};
  const { targets, runnames } = await generalListCall(context, flag);
  const matching = async (source: Awaited<ReturnType<Context["records"]>>) => {
    const found = new Map<number, RunRecord>();
    for (const target of targets) for (const runname of runnames) for (const run of await source.runs({ target, runname })) found.set(run.id, run);
    return [...found.values()];
  };
  if (flag !== "-restore-records") return wholeRuns(context, await matching(await context.records()), "move");
  const found = await withCompleted(context, async (completed) => wholeRunsOf(completed, await matching(completed), "move"));
  return found ?? {};
}

async function wholeRuns(context: Context, runs: readonly RunRecord[], effect: Effect): Promise<Found> {
  return wholeRunsOf(await context.records(), runs, effect);
}

async function wholeRunsOf(records: Awaited<ReturnType<Context["records"]>>, runs: readonly RunRecord[], effect: Effect): Promise<Found> {
  const [locked, open] = [runs.filter(({ state }) => state === "locked"), runs.filter(({ state }) => state !== "locked")];
  const tests: AffectedTest[] = [];
  for (const run of open) tests.push(...affected(run, await records.tests(run.id, {}), effect, ""));
  return { tests, runs: open.map(nameOf), locked: locked.map(nameOf) };
}

async function launches(context: Context): Promise<Found> {
  const { args } = context;
  const { area, target, runname } = await generalRunCall(context, actionFlag(context));
  requireRunsAllowed(area.config);
  const patterns = patternFor(context, { area, target, runname });
  if (patterns === undefined) throw new Failure("missing-testpatt", "there is no test pattern for this run");
  if (runname.includes("/")) throw new Failure("usage", `the run name "${runname}" must not hold a /`);
  const tagexpr = args.values.get("-tagexpr");
  const isSetBack = args.values.get("-set-state-status") === "NOT_STARTED,n/a";
  const seen = await previewRun({
    area,
    records: await context.records(),
    target,
    runname,
    patterns,
    tagexpr,
    rerun: listOf(args.values.get("-rerun")),
    force: isGiven(args, "-force"),
    reset: resetOf(args),
    setBack: isSetBack ? testSelector(args).testpatt : undefined,
  });
  const run = { t: target.join("/"), r: runname };
  return { tests: launchedTests(run, seen), runs: [`${run.t}/${run.r}`], preview: summary(seen) };
}

function launchedTests(run: Pick<AffectedTest, "t" | "r">, { tests, setBack }: PreviewOfRun): AffectedTest[] {
  const touched = tests.flatMap(({ testname, item_path, verdict, does, detail }): AffectedTest[] => {
    if (does === "leave") return [];
    const live = verdict !== undefined && isLive(verdict.state);
    return [{ ...run, testname, item_path, ...(verdict !== undefined && { verdict }), live, effect: does, detail }];
  });
  return [...setBack.map((test) => affectedTest(run, test, "set", "NOT_STARTED/n/a")), ...touched];
}

const shownLeft = 100;

function summary({ tests, named, upstream, late, withoutItems }: PreviewOfRun): RunPreview {
  const left = tests.filter(({ does }) => does === "leave");
  const items = left.slice(0, shownLeft).map(({ testname, item_path, verdict, detail }) => {
    return { testname, item_path, ...(verdict !== undefined && { verdict }), detail };
  });
  return { named, upstream, late, withoutItems, total: tests.length, left: { count: left.length, items } };
}

function affected(run: RunRecord, tests: readonly TestRecord[], effect: Effect, detail: string): AffectedTest[] {
  const name = { t: run.target.join("/"), r: run.runname };
  return tests.map((test) => affectedTest(name, test, effect, detail));
}

function affectedTest(run: Pick<AffectedTest, "t" | "r">, test: TestRecord, effect: Effect, detail: string): AffectedTest {
  const { testname, item_path, state, status } = test;
  return { ...run, testname, item_path, verdict: { state, status }, live: isLive(state), effect, detail };
}

const nameOf = ({ target, runname }: RunRecord) => `${target.join("/")}/${runname}`;
