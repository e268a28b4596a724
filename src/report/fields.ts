import { Failure, realText } from "../base/index.js";
import type { RunRecord, TestRecord } from "../model/index.js";

/** The fields of a test that a listing can show, in the order of the whole record; spec 05 § 6.1. */
export const testFields = [
  "id",
  "run_id",
  "testname",
  "state",
  "status",
  "event_time",
  "host",
  "cpuload",
  "diskfree",
  "uname",
  "rundir",
  "item_path",
  "run_duration",
  "final_logf",
  "comment",
  "shortdir",
  "attemptnum",
  "archived",
] as const satisfies readonly (keyof TestRecord)[];

export type TestField = (typeof testFields)[number];

/** What a listing of runs shows. */
export interface Fields {
  readonly runs: readonly string[];
  /** Undefined: no tests at all. */
  readonly tests: readonly TestField[] | undefined;
  /** Nothing was asked for in particular. */
  readonly isDefault: boolean;
}

/**
 * Reads `-fields`: `runs:F,F+tests:F,F+steps`; without it everything is shown.
 *
 * @param keys names of the target's keys, which are fields of a run
 * @throws Failure `usage` for an unknown part or test field
 * @see spec 05 § 6.1
 */
export function parseFields(spec: string | undefined, keys: readonly string[]): Fields {
  if (spec === undefined) return { runs: [...keys, ...defaultRunFields], tests: testFields, isDefault: true };
  let runs: readonly string[] = ["id"];
  let tests: readonly TestField[] | undefined;
  for (const part of spec.split("+")) {
    const [name = "", list = ""] = splitOnce(part, ":");
    const names = list.split(",").filter((field) => field !== "");
    if (name === "runs" && names.length > 0) runs = names;
    else if (name === "tests") tests = names.length > 0 ? asTestFields(names) : testFields;
    else if (name !== "runs" && name !== "steps") throw new Failure("usage", `Invalid part of -fields: ${part}; use runs:…+tests:…+steps`);
  }
  return { runs, tests, isDefault: false };
}

/** A test field by its name, for `-sort`. */
export function isTestField(name: string): name is TestField {
  return (testFields as readonly string[]).includes(name);
}

const defaultRunFields = ["id", "runname", "state", "status", "owner", "event_time", "comment", "fail_count", "pass_count"] as const;

/** A field of a run as text; empty for one that runs do not have. */
export function runField(run: RunRecord, keys: readonly string[], field: string): string {
  const key = keys.indexOf(field);
  if (key >= 0) return run.target[key] ?? "";
  if (field === "target") return run.target.join("/");
  return isRunColumn(field) ? String(run[field]) : "";
}

/** A field of a test as text; `cpuload` is the one REAL column. */
export function testField(test: TestRecord, field: TestField): string {
  return field === "cpuload" ? realText(test.cpuload) : String(test[field]);
}

function isRunColumn(field: string): field is (typeof defaultRunFields)[number] {
  return (defaultRunFields as readonly string[]).includes(field);
}

function asTestFields(names: readonly string[]): TestField[] {
  const unknown = names.filter((name) => !isTestField(name));
  if (unknown.length > 0) throw new Failure("usage", `Invalid test fields specified: ${unknown.join(", ")}`);
  return names.filter(isTestField);
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}
