import type { Area } from "../area/index.js";
import { fullName, isLive, type TestRecord } from "../model/index.js";
import type { ChangedTest, Records } from "../store/index.js";

/** Spec 02 § 14.3; STUCK/DEAD is an addition of ours. */
const defaultStates = "KILLREQ,KILLED,UNKNOWN,INCOMPLETE,STUCK,NOT_STARTED";
const defaultStatuses = "FAIL,INCOMPLETE,ABORT,CHECK,DEAD,PREQ_FAIL,PREQ_DISCARDED,STUCK/DEAD";

/**
 * Sets tests of a run back to NOT_STARTED/`n/a` so that they are launched again: all of them, or those that failed or were killed. Live tests stay,
 * and all tests of a locked run.
 *
 * @see spec 02 § 14.3
 */
export async function resetTests(area: Area, records: Records, runId: number, which: "clean" | "all"): Promise<ChangedTest[]> {
  const run = await records.run(runId);
  if (run?.state === "locked") {
    area.log.warn(`${run.target.join("/")}/${run.runname} is locked: not resetting its tests`);
    return [];
  }
  const idle = testsToReset(area, await records.tests(runId, {}), which);
  return records.setVerdicts(idle.map(({ id }) => ({ id, state: "NOT_STARTED", status: "n/a", comment: "" })));
}

/** Those of the tests of a run that are set back; the log tells of those that are not, since they are live. */
export function testsToReset({ config, log }: Area, tests: readonly TestRecord[], which: "clean" | "all"): TestRecord[] {
  const list = (name: string, fallback: string) => new Set((config.lookup("validvalues", name) ?? fallback).split(",").map((word) => word.trim()));
  const states = list("cleanrerun-states", defaultStates);
  const statuses = list("cleanrerun-statuses", defaultStatuses);
  const wanted = tests.filter((test) => which === "all" || states.has(test.state) || statuses.has(test.status));
  for (const test of wanted) if (isLive(test.state)) log.warn(`${fullName(test)} is ${test.state}: not resetting it`);
  return wanted.filter((test) => !isLive(test.state));
}

/**
 * `[setup] allow-auto-rerun`: records of the named tests with one of these `STATE/STATUS` pairs become NOT_STARTED, the status stays.
 *
 * @see spec 02 § 14.4
 */
export async function applyAutoRerun(area: Area, records: Records, runId: number, named: readonly string[]): Promise<ChangedTest[]> {
  const pairs = autoRerunPairs(area);
  if (pairs.length === 0) return [];
  return records.setVerdicts(autoReruns(pairs, await records.tests(runId, {}), named));
}

/** `[setup] allow-auto-rerun`: `STATE/STATUS` or `STATE`. */
export function autoRerunPairs({ config }: Area): string[] {
  return (config.lookup("setup", "allow-auto-rerun") ?? "").split(/\s+/).filter((pair) => pair !== "");
}

/** What these pairs make of the tests of a run. */
export function autoReruns(pairs: readonly string[], tests: readonly TestRecord[], named: readonly string[]) {
  const names = new Set(named);
  const ofNamed = tests.filter((test) => names.has(test.testname));
  return pairs.flatMap((pair) => {
    const [state, ...rest] = pair.split("/");
    const status = rest.join("/");
    return ofNamed
      .filter((test) => test.state === state && (status === "" || test.status === status))
      .map((test) => ({ id: test.id, state: "NOT_STARTED", status: status === "" ? "n/a" : test.status }));
  });
}
