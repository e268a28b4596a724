/** Runs by name; tests by full name, each with `STATE/STATUS` or a status of a COMPLETED test; maybe start, duration, host, comment. */
export type Runs = Readonly<Record<string, Readonly<Record<string, string | Test>>>>;

export interface Test {
  readonly verdict: string;
  readonly start?: number;
  readonly duration?: number;
  readonly host?: string;
  readonly comment?: string;
}

const firstDay = 1_700_000_000;
export const dayOf = (number: number) => firstDay + number * 86_400;

/** SQL that inserts runs past all rules, each a day after the one before it. */
export function insertRuns(runs: Runs): string {
  return Object.entries(runs)
    .map(([name, tests], at) => insertRun(name, at, tests))
    .join(";\n");
}

/** `runname`, or `target/runname` with a target of two parts. */
export function insertRun(name: string, at: number, tests: Runs[string]): string {
  const [runname = "", release = "1", sys = "x"] = name.split("/").reverse();
  const run = `INSERT INTO runs (id, SYS, RELEASE, runname, state, status, owner, event_time) VALUES (${at + 1}, ${text(sys)}, ${text(release)}, ${text(runname)}, 'new', 'n/a', 'ann', ${dayOf(at)})`;
  return [run, ...Object.entries(tests).map(([test, given], place) => insertTest(at + 1, (at + 1) * 1000 + place, test, given))].join(";\n");
}

export function insertTest(run: number, id: number, name: string, given: string | Test): string {
  const test = typeof given === "string" ? { verdict: given } : given;
  const [testname = "", ...items] = name.split("/");
  const [first = "", ...rest] = test.verdict.split("/");
  const [state, status] = rest.length === 0 || test.verdict === "n/a" ? ["COMPLETED", test.verdict] : [first, rest.join("/")];
  const values = [
    id,
    run,
    testname,
    items.join("/"),
    state,
    status,
    test.start ?? dayOf(run - 1) + (id % 1000),
    test.duration ?? 1,
    test.host ?? "",
    test.comment ?? "",
  ];
  return `INSERT INTO tests (id, run_id, testname, item_path, state, status, event_time, run_duration, host, comment) VALUES (${values.map(text).join(", ")})`;
}

const text = (value: string | number) => (typeof value === "number" ? String(value) : `'${value.replaceAll("'", "''")}'`);
