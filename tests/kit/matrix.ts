import { onTestFinished } from "vitest";
import { silentLog } from "../../src/base/index.js";
import type { Reader } from "../../src/web/index.js";
import { matrix } from "../../src/web/queries/matrix/matrix.js";
import { RunColumns } from "../../src/web/queries/matrix/run-columns.js";
import { type TemporaryArea, temporaryArea } from "./temporary-area.js";

/** Runs by name; tests by full name, each with `STATE/STATUS` or a status of a COMPLETED test; maybe start, duration, host, comment. */
export type Runs = Readonly<Record<string, Readonly<Record<string, string | Test>>>>;

export interface Test {
  readonly verdict: string;
  readonly start?: number;
  readonly duration?: number;
  readonly host?: string;
  readonly comment?: string;
}

/** An area whose runs were written past all rules, each a day after the one before it, and a reader of it. */
export interface MatrixArea {
  readonly area: TemporaryArea;
  readonly columns: RunColumns;
  readonly reader: Reader;
  /** Statements on the live database. */
  execute(sql: string): void;
  /** Ask for the matrix. */
  ask(params?: Readonly<Record<string, string | number>>): ReturnType<typeof matrix.answer>;
}

const firstDay = 1_700_000_000;
export const dayOf = (number: number) => firstDay + number * 86_400;

export async function matrixArea(runs: Runs, options: { readonly budget?: number; readonly testsort?: string } = {}): Promise<MatrixArea> {
  const area = temporaryArea();
  const writer = area.open();
  await writer.registerRun({ target: ["x", "1"], runname: "none", owner: "ann" });
  const execute = (sql: string) => area.execute(area.place.liveFile, sql);
  execute(["DELETE FROM runs", ...Object.entries(runs).map(([name, tests], at) => insertRun(name, at, tests))].join(";\n"));
  const records = area.open({ readOnly: true });
  onTestFinished(async () => {
    await records.close();
    await writer.close();
  });
  const columns = new RunColumns(records, options);
  const reader = { records, columns, firstSort: options.testsort, log: silentLog } as unknown as Reader;
  const asker = { level: "view" as const, signal: new AbortController().signal };
  const ask = (params: Readonly<Record<string, string | number>> = {}) =>
    matrix.answer(reader, Object.fromEntries(Object.entries(params).map(([name, value]) => [name, String(value)])), asker);
  return { area, columns, reader, execute, ask };
}

/** `runname`, or `target/runname` with a target of two parts. */
function insertRun(name: string, at: number, tests: Runs[string]): string {
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

/** A window as a table: a line for each row, a word for each cell. */
export function table({ rowHead, colHead, cells, combos }: Awaited<ReturnType<typeof matrix.answer>>): string[] {
  const numbers = new Uint16Array(new Uint8Array(Buffer.from(cells, "base64")).buffer);
  const wordOf = (number: number) => {
    const [state, status] = combos[(number & 0x7fff) - 1] ?? ["", ""];
    if (number === 0) return "-";
    return (number > 0x7fff ? "*" : "") + (state === "COMPLETED" ? status : `${state}/${status}`);
  };
  const header = `runs: ${colHead.map(({ runname }) => runname).join(" ")}`;
  return [
    header,
    ...rowHead.map(({ n, i, kids, collapsed }, row) => {
      const words = colHead.map((_, column) => wordOf(numbers[row * colHead.length + column] ?? 0));
      const name = i === "" ? `${n}${kids === undefined ? "" : collapsed ? `+${kids}` : `-${kids}`}` : `  ${i}`;
      return `${name}: ${words.join(" ")}`;
    }),
  ];
}
