import { fullName, type TestRecord } from "../model/index.js";
import type { ChangedTest, TestChange, VerdictChange } from "../store/index.js";
import { fireTriggers } from "./triggers.js";
import type { VerdictServices } from "./verdict-rules.js";
import { waiverOf } from "./waivers.js";

export interface VerdictOptions {
  /** Write only when the record is in one of these states. */
  readonly ifState?: readonly string[];
  /** A user's command: triggers fire even when nothing changes, and its comment stays when a failure is waived. */
  readonly always?: boolean;
}

/**
 * The one way to write a verdict: a FAIL that is waived becomes WAIVED, also one that the test's data make of AUTO, and triggers start for
 * every record that changed.
 *
 * @returns every record whose verdict changed, the test's own first even if unchanged; empty when `ifState` did not hold
 * @see spec 03 § 14.1, § 19, § 20
 */
export async function writeVerdict(
  services: VerdictServices,
  testId: number,
  change: VerdictChange,
  options: VerdictOptions = {},
): Promise<ChangedTest[]> {
  const allowed = change.status === "FAIL" ? await unlessWaived(services, testId, change, options) : change;
  const written = await services.records.setVerdict(testId, allowed, options.ifState);
  const changes = isByData(change.status) ? await waiveFailureByData(services, testId, written) : written;
  await fireTriggers(services, testId, changes, options.always === true);
  return changes;
}

/**
 * As {@link writeVerdict} for a user's command on many tests: all records in one transaction, triggers for every test that is set. Comments that are not
 * given stay, unless a failure is waived.
 *
 * @returns every record whose verdict changed, and those of all `tests`
 */
export async function writeVerdicts(services: VerdictServices, tests: readonly TestRecord[], change: VerdictChange): Promise<ChangedTest[]> {
  const written = await services.records.setVerdicts(await withWaivers(services, tests, change));
  const given = new Set(tests.map(({ id }) => id));
  const failedByData = isByData(change.status) ? written.filter(({ after }) => given.has(after.id) && after.status === "FAIL") : [];
  let changes = written;
  for (const { after } of failedByData) changes = await waiveFailureByData(services, after.id, changes);
  for (const change of changes) await fireTriggers(services, change.after.id, [change], given.has(change.after.id));
  return changes;
}

async function withWaivers(services: VerdictServices, tests: readonly TestRecord[], change: VerdictChange): Promise<TestChange[]> {
  const changes: TestChange[] = [];
  for (const { id } of tests) {
    changes.push({ id, ...(change.status === "FAIL" ? await unlessWaived(services, id, change, { always: true }) : change) });
  }
  return changes;
}

/**
 * Derives the status of a test from its data rows, with all that follows a verdict.
 *
 * @returns as {@link writeVerdict}; empty when the status stays
 * @see spec 03 § 17.4
 */
export async function rollUpTestData(services: VerdictServices, testId: number): Promise<ChangedTest[]> {
  const changes = await waiveFailureByData(services, testId, await services.records.rollUpData(testId));
  await fireTriggers(services, testId, changes, false);
  return changes;
}

const isByData = (status: string | undefined) => status === "AUTO" || status === "AUTO-WARN";

/** What data say is known only when it is written. */
async function waiveFailureByData(services: VerdictServices, testId: number, changes: ChangedTest[]): Promise<ChangedTest[]> {
  const own = changes.find(({ after }) => after.id === testId)?.after;
  const waiver = own?.status === "FAIL" ? await waiverOf(services, own) : undefined;
  if (waiver === undefined) return changes;
  return merge(changes, await services.records.setVerdict(testId, { status: "WAIVED", comment: waiver.comment }));
}

async function unlessWaived(services: VerdictServices, testId: number, change: VerdictChange, options: VerdictOptions): Promise<VerdictChange> {
  const test = await services.records.test(testId);
  if (test === undefined || options.ifState?.includes(test.state) === false) return change;
  const waiver = await waiverOf(services, test);
  if (waiver === undefined) return change;
  services.log.info(1, `failure of ${fullName(test)} is waived as in ${waiver.rundir}`);
  const given = options.always === true ? change.comment : undefined;
  return { ...change, status: "WAIVED", comment: given || waiver.comment };
}

/** Two writes to the same records as one: from how they were at first to how they are in the end. */
function merge(first: readonly ChangedTest[], second: readonly ChangedTest[]): ChangedTest[] {
  const latest = new Map<number, TestRecord>(second.map(({ after }) => [after.id, after]));
  const known = new Set(first.map(({ after }) => after.id));
  return [
    ...first.map(({ before, after }) => ({ before, after: latest.get(after.id) ?? after })),
    ...second.filter(({ after }) => !known.has(after.id)),
  ];
}
