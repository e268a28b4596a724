import type { Runs } from "./run-rows.js";

/** A value that a test measured in a run. */
export interface Measurement {
  readonly run: string;
  readonly test: string;
  readonly category: string;
  readonly variable: string;
  readonly value: number | string;
  readonly expected?: number;
  readonly tol?: number | string;
  readonly units?: string;
}

/** A row of test data of the test with this id. */
export interface DataOf {
  readonly id: number;
  readonly category: string;
  readonly variable: string;
  readonly value: number | string;
  readonly expected: number | null;
  readonly tol: number | string | null;
  readonly units: string | null;
  readonly status: string | null;
}

/** Runs in which these values were measured, in the order in which they are named, and the rows of data with the ids that tests get in `insertRuns`. */
export function measurements(rows: readonly Measurement[]): { readonly runs: Runs; readonly data: readonly DataOf[] } {
  const runs = new Map<string, Map<string, string>>();
  for (const { run, test } of rows) runs.set(run, (runs.get(run) ?? new Map()).set(test, "PASS"));
  const data = rows.map(({ run, test, category, variable, value, expected = null, tol = null, units = null }): DataOf => {
    const place = [...runs.keys()].indexOf(run);
    const id = (place + 1) * 1000 + [...(runs.get(run)?.keys() ?? [])].indexOf(test);
    return { id, category, variable, value, expected, tol, units, status: null };
  });
  return { runs: Object.fromEntries([...runs].map(([run, tests]) => [run, Object.fromEntries(tests)])), data };
}

/** SQL that inserts them. */
export function insertData(data: readonly DataOf[]): string {
  return data
    .map(({ id, category, variable, value, expected, tol, units, status }) => {
      const values = [id, category, variable, value, expected, tol, units, status];
      return `INSERT INTO test_data (test_id, category, variable, value, expected, tol, units, status) VALUES (${values.map(literal).join(", ")})`;
    })
    .join(";\n");
}

function literal(value: string | number | null): string {
  if (value === null) return "NULL";
  return typeof value === "number" ? String(value) : `'${value.replaceAll("'", "''")}'`;
}
