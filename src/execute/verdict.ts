import { fullName, type TestRecord } from "../model/index.js";
import type { ChangedTest, VerdictChange } from "../store/index.js";
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
 * The one way to write a verdict: a FAIL that is waived becomes WAIVED, status AUTO is resolved by the test's data, and triggers start for
 * every record that changed. AUTO-WARN is AUTO with WARN in place of PASS.
 *
 * @returns every record whose verdict changed, the test's own first even if unchanged; empty when `ifState` did not hold
 * @see spec 03 § 14.1, § 17.4, § 19, § 20
 */
export async function writeVerdict(
  services: VerdictServices,
  testId: number,
  change: VerdictChange,
  options: VerdictOptions = {},
): Promise<ChangedTest[]> {
  const { records } = services;
  const wanted = change.status === "AUTO-WARN" ? { ...change, status: "WARN" } : change;
  const allowed = wanted.status === "FAIL" ? await unlessWaived(services, testId, wanted, options) : wanted;
  const written = await records.setVerdict(testId, allowed, options.ifState);
  const isAuto = change.status === "AUTO" || change.status === "AUTO-WARN";
  const changes = isAuto && written.length > 0 ? merge(written, await rollUpAndWaive(services, testId)) : written;
  await fireTriggers(services, testId, changes, options.always === true);
  return changes;
}

/**
 * Derives the status of a test from its data rows, with all that follows a verdict.
 *
 * @returns as {@link writeVerdict}; empty when the status stays
 * @see spec 03 § 17.4
 */
export async function rollUpTestData(services: VerdictServices, testId: number): Promise<ChangedTest[]> {
  const changes = await rollUpAndWaive(services, testId);
  await fireTriggers(services, testId, changes, false);
  return changes;
}

async function rollUpAndWaive(services: VerdictServices, testId: number): Promise<ChangedTest[]> {
  const { records } = services;
  const changes = await records.rollUpData(testId);
  const own = changes.find(({ after }) => after.id === testId)?.after;
  const waiver = own?.status === "FAIL" ? await waiverOf(services, own) : undefined;
  if (waiver === undefined) return changes;
  return merge(changes, await records.setVerdict(testId, { status: "WAIVED", comment: waiver.comment }));
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
