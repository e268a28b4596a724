import { onTestFinished } from "vitest";
import { silentLog } from "../../src/base/index.js";
import type { Reader } from "../../src/web/index.js";
import { matrix } from "../../src/web/queries/matrix/matrix.js";
import { RunColumns } from "../../src/web/queries/matrix/run-columns.js";
import { insertRuns, type Runs } from "./run-rows.js";
import { type TemporaryArea, temporaryArea } from "./temporary-area.js";

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

export async function matrixArea(runs: Runs, options: { readonly budget?: number; readonly testsort?: string } = {}): Promise<MatrixArea> {
  const area = temporaryArea();
  const writer = area.open();
  await writer.registerRun({ target: ["x", "1"], runname: "none", owner: "ann" });
  const execute = (sql: string) => area.execute(area.place.liveFile, sql);
  execute(`DELETE FROM runs; ${insertRuns(runs)}`);
  const records = area.open({ readOnly: true });
  onTestFinished(async () => {
    await records.close();
    await writer.close();
  });
  const columns = new RunColumns(records, options);
  const reader = {
    records,
    columns,
    historyLimit: 20,
    firstSort: options.testsort,
    areTwoConditions: false,
    log: silentLog,
    completedIds: async () => new Set(),
  } as unknown as Reader;
  const asker = { level: "view" as const, signal: new AbortController().signal };
  const ask = (params: Readonly<Record<string, string | number>> = {}) =>
    matrix.answer(reader, Object.fromEntries(Object.entries(params).map(([name, value]) => [name, String(value)])), asker);
  return { area, columns, reader, execute, ask };
}

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
