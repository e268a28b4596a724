import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { errnoOf, Failure, type Log, messageOf } from "../base/index.js";
import { datumStatus, numberOrText, type TestDatum } from "../model/index.js";
import type { Records } from "../store/index.js";
import { decodeBytes } from "../sys/index.js";

/** The texts of one row before they are judged; unset ones are undefined. */
interface RawDatum {
  readonly category: string;
  readonly variable: string;
  readonly value?: string | undefined;
  readonly expected?: string | undefined;
  readonly tol?: string | undefined;
  readonly units?: string | undefined;
  readonly comment?: string | undefined;
  readonly status?: string | undefined;
  readonly type?: string | undefined;
}

/**
 * Rows of CSV lines `category,variable,value,expected,tol,units,comment,status,type`, each with its status.
 *
 * @throws Failure `usage` naming the line that is no CSV
 * @see spec 03 § 17.1
 */
export function parseTestData(text: string): TestDatum[] {
  return text.split(/\r\n|\n|\r/).flatMap((line, index) => {
    if (line.trim() === "") return [];
    const [category = "", variable = "", ...fields] = csvFields(line, index + 1);
    const [value, expected, tol, units, comment, status, type] = fields.map((field) => (field === "" ? undefined : field));
    return [judged({ category, variable, value, expected, tol, units, comment, status, type })];
  });
}

function csvFields(line: string, number: number): string[] {
  try {
    return parse(line, { trim: true, relax_quotes: true })[0] ?? [];
  } catch (error) {
    throw new Failure("usage", `test data, line ${number} is no CSV record: ${messageOf(error)}\n  ${line}`);
  }
}

/** The options of `-set-values`. */
export type SetValuesOptions = Partial<Pick<RawDatum, "category" | "variable" | "value" | "expected" | "tol" | "units">>;

/** The row of `-set-values`; undefined without a value. Spec 03 § 17.3. */
export function datumOfOptions(options: SetValuesOptions): TestDatum | undefined {
  if (options.value === undefined) return undefined;
  const { category = "", variable = "", value, expected = "n/a", tol = "n/a", units = "" } = options;
  return judged({ category, variable, value, expected, tol, units, type: "" });
}

function judged(raw: RawDatum): TestDatum {
  const field = (text: string | undefined) => (text === undefined ? null : numberOrText(text));
  const datum = {
    category: raw.category,
    variable: raw.variable,
    value: field(raw.value),
    expected: field(raw.expected),
    tol: field(raw.tol),
    units: raw.units ?? null,
    comment: raw.comment ?? "",
    status: raw.status ?? null,
    type: raw.type ?? null,
  };
  return { ...datum, status: datumStatus(datum) };
}

/** The test whose step wrote a `.dat` file. */
export interface StepPlace {
  readonly records: Records;
  readonly log: Log;
  readonly payload: { readonly testId: number };
  readonly rundir: string;
}

/**
 * Takes over `<step>.dat`, in which logpro leaves its measurements, as test data.
 *
 * @returns the comment for the step's record; undefined when there is no such file or it has no verdict
 * @see spec 03 § 17.5
 */
export async function loadStepData({ records, log, payload, rundir }: StepPlace, stepname: string): Promise<string | undefined> {
  const file = join(rundir, `${stepname}.dat`);
  const text = readIfThere(file);
  if (text === undefined) return undefined;
  const sections = parseDat(text);
  if (sections.size === 0) {
    log.warn(`${file} is empty: measurements and step comments need logpro 1.15 or newer`);
    return undefined;
  }
  const rows = [...sections].map(([name, section]) => judged(name === "final" ? finalRow(stepname, section) : ruleRow(stepname, name, section)));
  await records.addData(payload.testId, rows);
  const status = sections.get("final")?.get("exit-status");
  if (status === undefined) return undefined;
  return status === "PASS" ? "PASS" : `${status}: ${sections.get("final")?.get("message") ?? "no message"}`;
}

type DatSection = ReadonlyMap<string, string>;

/** Sections of `key value` lines. No helper of configuration files is expanded: measured texts come from logs. */
function parseDat(text: string): Map<string, DatSection> {
  const sections = new Map<string, Map<string, string>>();
  let current: Map<string, string> | undefined;
  for (const line of text.split("\n")) {
    const name = /^\[(.*)\]\s*$/.exec(line)?.[1];
    if (name !== undefined) {
      current = sections.get(name) ?? new Map();
      sections.set(name, current);
      continue;
    }
    const [, key, value = ""] = /^([^\s#]\S*)(?:\s+(.*?))?\s*$/.exec(line) ?? [];
    if (key !== undefined) current?.set(key, value);
  }
  return sections;
}

function ruleRow(category: string, variable: string, section: DatSection): RawDatum {
  return {
    category,
    variable,
    value: section.get("measured") ?? "n/a",
    expected: section.get("expected") ?? "0",
    tol: section.get("tolerance") ?? "0",
    units: "n/a",
    comment: section.get("comment") ?? section.get("desc") ?? "n/a",
    status: section.get("status"),
    type: section.get("type"),
  };
}

function finalRow(category: string, section: DatSection): RawDatum {
  return {
    category,
    variable: "final",
    value: section.get("exit-code"),
    expected: "0",
    tol: "0",
    units: "n/a",
    comment: section.get("message"),
    status: section.get("exit-status"),
    type: "logpro",
  };
}

function readIfThere(file: string): string | undefined {
  try {
    return decodeBytes(readFileSync(file));
  } catch (error) {
    if (errnoOf(error) === "ENOENT") return undefined;
    throw error;
  }
}
