import * as z from "zod/mini";
import { type VerdictServices, writeVerdicts } from "../../../execute/index.js";
import { fullName, isLive, type RunRecord, type TestRecord } from "../../../model/index.js";
import type { Records, VerdictChange } from "../../../store/index.js";
import type { TestExpectation, TestNow, TestRef, TestsChange, TestsNow } from "../../../view/index.js";
import type { Visitor } from "../../http/guard.js";
import { suffices } from "../../http/levels.js";
import { testRef } from "../../queries/params.js";
import { Refused } from "../../refused.js";
import { type ActContext, act } from "../act.js";
import { findRun } from "./find-run.js";
import { oneAfterTheOther } from "./one-after-the-other.js";
import { requireJustification } from "./waiver-rule.js";

/** What a person may write; what removal uses while it works, and what would hide a record, is not among it. */
const word = z.string().check(z.minLength(1), z.maxLength(64), z.regex(/^[^\p{Cc},]+$/u));
const state = word.check(z.refine((text) => !["DELETED", "REMOVING", "CLEANING", "ARCHIVE_REMOVING"].includes(text), "is set by commands only"));
const comment = z.string().check(z.maxLength(10_000));
const expected = z.object({ state: z.string(), status: z.string(), comment: z.string() });
const set = z.object({ state: z.exactOptional(state), status: z.exactOptional(word), comment: z.exactOptional(comment) });
const live = z.exactOptional(z.boolean());

/** `PATCH test`: sets state, status and comment of a test. Spec 06 § 32.2 */
export const changeTest = act(
  "operate",
  z.object({ ...testRef, set, expected, live }),
  async (context, { set, expected, live, ...ref }, visitor): Promise<TestNow> => {
    const { tests } = await change(context, { tests: [{ ...ref, expected }], set, ...(live !== undefined && { live }) }, visitor);
    const [test] = tests;
    if (test === undefined) throw new Refused("not-found", "the test is gone");
    return { test };
  },
);

/** `PATCH tests`: the same for several tests at once. */
export const changeTests = act(
  "operate",
  z.object({ tests: z.array(z.object({ ...testRef, expected })).check(z.minLength(1), z.maxLength(5000)), set, live }),
  (context, given, visitor): Promise<TestsNow> => {
    const needsAdmin = given.set.status === "WAIVED" && given.tests.length > 1;
    if (needsAdmin && !suffices(visitor.level, "admin"))
      throw new Refused("forbidden", `to waive several tests at once needs level admin, and yours is ${visitor.level}`);
    return change(context, given, visitor);
  },
);

/** A test that is to be changed, as it is. */
interface Found {
  readonly ref: TestRef;
  readonly run: RunRecord;
  readonly test: TestRecord;
  readonly expected: TestExpectation;
}

/** Who looks and who writes must not come between each other. */
const inTurn = oneAfterTheOther();

function change(context: ActContext, { tests: shown, set, live }: TestsChange, visitor: Visitor): Promise<TestsNow> {
  const tests = shown.map((test) => context.areas.own(test));
  return inTurn(async () => {
    const records = await context.records();
    const found = await findTests(records, tests);
    requireUnchanged(found);
    if (set.state !== undefined || set.status !== undefined) requireOpen(found, live === true);
    for (const { test } of set.status === "WAIVED" ? found : []) requireJustification(context.area, set.comment ?? test.comment);
    await traced(context, visitor, found, set, () => write(context, records, found, set));
    return { tests: (await findTests(records, tests)).map(({ test }) => test) };
  });
}

async function findTests(records: Records, wanted: TestsChange["tests"]): Promise<Found[]> {
  const runs = new Map<string, RunRecord>();
  const found: Found[] = [];
  for (const { expected, ...ref } of wanted) {
    const key = JSON.stringify([ref.t, ref.r]);
    const run = runs.get(key) ?? (await findRun(records, ref));
    runs.set(key, run);
    const test = await records.findTest(run.id, { testname: ref.n, item_path: ref.i });
    if (test === undefined || test.state === "DELETED")
      throw new Refused("not-found", `there is no test ${fullName({ testname: ref.n, item_path: ref.i })} in ${ref.t}/${ref.r}`);
    found.push({ ref, run, test, expected });
  }
  return found;
}

function requireUnchanged(found: readonly Found[]): void {
  const changed = found.filter(({ test, expected }) => (["state", "status", "comment"] as const).some((name) => test[name] !== expected[name]));
  if (changed.length === 0) return;
  const [first] = changed;
  const name = first === undefined ? "" : fullName(first.test);
  const detail = { test: first?.test, tests: changed.map(({ test }) => test) };
  throw new Refused("conflict", `${name} has been changed meanwhile: look at it again`, detail);
}

function requireOpen(found: readonly Found[], evenLive: boolean): void {
  const running = evenLive ? undefined : found.find(({ test }) => isLive(test.state));
  if (running === undefined) return;
  const message = `${fullName(running.test)} is ${running.test.state}: confirm that its state is to be overwritten`;
  throw new Refused("conflict", message, { live: found.filter(({ test }) => isLive(test.state)).map(({ ref }) => ref) });
}

async function write({ area, program, log }: ActContext, records: Records, found: readonly Found[], set: VerdictChange): Promise<void> {
  if (set.state === undefined && set.status === undefined) {
    for (const { test } of found) if (set.comment !== undefined) await records.setTestFields(test.id, { comment: set.comment });
    return;
  }
  const services: VerdictServices = { area, records, log, env: { ...area.env, MT_MEGATEST: program.words[0] } };
  // Items first: of a top-level record and its items the value set on the record stands.
  const tests = found.map(({ test }) => test).toSorted((a, b) => b.item_path.length - a.item_path.length);
  await writeVerdicts(services, tests, set);
}

/** Takes a note for each test, so that its history tells of it. */
async function traced(context: ActContext, visitor: Visitor, found: readonly Found[], set: VerdictChange, work: () => Promise<void>): Promise<void> {
  const note = (result: string) => {
    for (const { ref, test } of found) {
      const to = Object.fromEntries(Object.entries(set).filter((pair): pair is [string, string] => pair[1] !== undefined));
      const from = Object.fromEntries((["state", "status", "comment"] as const).filter((name) => name in to).map((name) => [name, test[name]]));
      context.trace.write(visitor, { action: "set test", test: ref, from, to, result });
    }
  };
  try {
    await work();
    note("done");
  } catch (error) {
    note(error instanceof Error ? error.message : String(error));
    throw error;
  }
}
