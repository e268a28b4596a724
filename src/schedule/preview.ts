import { runEnvironment } from "../area/index.js";
import { databaseTestPattern, fullName, type TestName, type TestRecord, type Verdict } from "../model/index.js";
import { type Plan, planRun } from "../plan/index.js";
import type { Records } from "../store/index.js";
import { type DiscoveredTest, readDefinitions } from "./definitions.js";
import { decideLaunch, type LaunchDecision } from "./launch-decision.js";
import { type Rehearsed, rehearse } from "./rehearsal.js";
import { RehearsedRecords } from "./rehearsed-records.js";
import { autoRerunPairs, autoReruns, testsToReset } from "./resets.js";
import type { RunRequest } from "./runner.js";
import { skipReason } from "./skip.js";
import type { RerunOptions } from "./state.js";

/** What a run is asked for, as far as it decides what is run. */
export interface PreviewRequest
  extends Pick<RunRequest, "area" | "records" | "target" | "runname" | "patterns" | "tagexpr" | "rerun" | "force" | "reset"> {
  /** Test pattern of a `-set-state-status NOT_STARTED,n/a` that comes before. */
  readonly setBack: string | undefined;
}

/** What becomes of a plain test or an item. */
export interface PreviewedTest extends TestName {
  /** As recorded now; absent when there is no record. */
  readonly verdict?: Verdict;
  readonly does: "launch" | "skip" | "mark" | "leave";
  /** Why it is skipped or left alone; what it is marked. */
  readonly detail: string;
}

/** What a run would come to if everything that it launches passed. */
export interface PreviewOfRun {
  readonly tests: readonly PreviewedTest[];
  /** Tests that are set back before. */
  readonly setBack: readonly TestRecord[];
  /** Tests that the pattern names, and those that come in for their sake. */
  readonly named: readonly string[];
  readonly upstream: readonly string[];
  /** Tests whose items are made while the run goes on. */
  readonly late: readonly string[];
  readonly withoutItems: readonly string[];
}

/**
 * What `-run` would do, without doing any of it. Mistakes in configurations are told to the log of the area.
 *
 * @throws Failure `bad-plan`
 * @see spec 02 § 13, 06 § 32.1
 */
export async function previewRun(request: PreviewRequest): Promise<PreviewOfRun> {
  const { area, records, target, runname, patterns, tagexpr, rerun, force } = request;
  const definitions = readDefinitions(area, runEnvironment(area, target, runname));
  const known = new Map([...definitions.tests].map(([name, test]) => [name, test.definition]));
  const plan = planRun(known, { patterns, ...(tagexpr !== undefined && { tagexpr }) });
  const { stored, rehearsed, setBack } = await recordsBefore(request, plan);
  const options = { rerun, force };
  const result = rehearse(plan, options, rehearsed.forQueue);
  const named = new Set(plan.named);
  const done = await withSkips(records, definitions.tests, result.done);
  return {
    tests: [...done.map((test) => shown(test, stored)), ...leftAlone(plan, rehearsed.before, new Set(done.map(fullName)), options)],
    setBack,
    named: plan.named,
    upstream: plan.nodes.map(({ test }) => test.testname).filter((testname) => !named.has(testname)),
    late: result.late,
    withoutItems: plan.without_items,
  };
}

interface RecordsBefore {
  /** As they are, by full name. */
  readonly stored: ReadonlyMap<string, TestRecord>;
  /** As they would be when the queue begins; one to play with, one to look at. */
  readonly rehearsed: { readonly forQueue: RehearsedRecords; readonly before: RehearsedRecords };
  readonly setBack: readonly TestRecord[];
}

/** The records of the run after everything that happens before its first pass. */
async function recordsBefore({ area, records, target, runname, setBack, reset }: PreviewRequest, plan: Plan): Promise<RecordsBefore> {
  const run = (await records.runs({ target, runname })).find((one) => one.runname === runname);
  const tests = run === undefined ? [] : await records.tests(run.id, {});
  const isLocked = run?.state === "locked";
  const matches = setBack === undefined || isLocked ? () => false : databaseTestPattern(setBack);
  const chosen = tests.filter(({ testname, item_path }) => matches(testname, item_path));
  const before = new RehearsedRecords(tests);
  before.writeAll(chosen, { state: "NOT_STARTED", status: "n/a" });
  const resetOnes = reset === undefined || isLocked || plan.named.length === 0 ? [] : testsToReset(area, now(tests, before), reset);
  before.writeAll(resetOnes, { state: "NOT_STARTED", status: "n/a" });
  const byId = new Map(tests.map((test) => [test.id, test]));
  for (const { id, state, status } of autoReruns(autoRerunPairs(area), now(tests, before), plan.named)) {
    const test = byId.get(id);
    if (test !== undefined) before.write(test, { state, status });
  }
  return {
    stored: new Map(tests.map((test) => [fullName(test), test])),
    rehearsed: { before, forQueue: new RehearsedRecords(before.all) },
    setBack: [...new Set([...chosen, ...resetOnes.flatMap(({ id }) => byId.get(id) ?? [])])],
  };
}

function now(tests: readonly TestRecord[], records: RehearsedRecords): TestRecord[] {
  return tests.map((test) => ({ ...test, ...records.find(test) }));
}

/** A test that would be launched may be skipped by its `[skip]`. */
async function withSkips(records: Records, tests: ReadonlyMap<string, DiscoveredTest>, done: readonly Rehearsed[]): Promise<Done[]> {
  const now = Math.floor(Date.now() / 1000);
  const decided: Done[] = [];
  for (const test of done) {
    const discovered = tests.get(test.testname);
    const mayBeSkipped = test.kind === "launch" && discovered !== undefined;
    const skip = mayBeSkipped ? await skipReason(records, test, discovered.testconfig, discovered.directory, now) : undefined;
    decided.push({ ...test, skip });
  }
  return decided;
}

interface Done extends Rehearsed {
  readonly skip: string | undefined;
}

function shown({ testname, item_path, kind, verdict, comment, skip }: Done, stored: ReadonlyMap<string, TestRecord>): PreviewedTest {
  const record = stored.get(fullName({ testname, item_path }));
  const detail = skip ?? (verdict === undefined ? "" : `${verdict.state}/${verdict.status}: ${comment}`);
  return {
    testname,
    item_path,
    ...(record !== undefined && { verdict: { state: record.state, status: record.status } }),
    does: skip === undefined ? kind : "skip",
    detail,
  };
}

function whyNot(record: Verdict | undefined, { error }: Extract<LaunchDecision, { launch: false }>): string {
  if (error !== undefined) return error;
  return record?.state === "COMPLETED" ? "has a result" : `is ${record?.state}`;
}

/** The rest of the selection, with the reason. */
function leftAlone(plan: Plan, records: RehearsedRecords, done: ReadonlySet<string>, options: RerunOptions): PreviewedTest[] {
  return plan.nodes.flatMap(({ test: { testname, items }, selection }) => {
    const itemized = items.kind === "late" ? records.all.filter((test) => test.testname === testname && test.item_path !== "") : [];
    const paths = items.kind === "plain" ? [""] : items.kind === "known" ? [...items.paths] : itemized.map(({ item_path }) => item_path);
    return paths
      .filter((item_path) => selection.has(item_path) && !done.has(fullName({ testname, item_path })))
      .map((item_path): PreviewedTest => {
        const record = records.find({ testname, item_path });
        const decision = record === undefined ? undefined : decideLaunch(record, options);
        const why = decision?.launch === false ? whyNot(record, decision) : "its prerequisites are not met";
        const verdict = record && { state: record.state, status: record.status };
        return { testname, item_path, ...(verdict !== undefined && { verdict }), does: "leave", detail: why };
      });
  });
}
