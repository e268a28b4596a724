import { type Connection, numberOf } from "../connection.js";
import { quoted } from "../schema.js";
import { blockOf } from "./archive-blocks.js";
import type { NewId } from "./new-ids.js";
import { isKept, movesWithRun, runTables, sharedColumns } from "./run-tables.js";

export interface RowsToCopy {
  /** Of the run in `src`. */
  readonly runId: number;
  readonly ids: NewId;
  /** Of the run in `main`. */
  readonly state: string;
  /** Set `last_update` to now, so that whoever watches the receiving database sees the rows. */
  readonly isNew: boolean;
}

/** Copies the rows of a run from `src` to `main` in the transaction at hand; returns the id of the run there. */
export function copyRows(db: Connection, { runId, ids, state, isNew }: RowsToCopy): number {
  const set = { last_update: isNew ? "(SELECT strftime('%s', 'now'))" : undefined };
  insert(db, "runs", { ...set, id: ids("runs", "s.id"), state: "?" }, "s.id = ?", [state, runId]);
  for (const table of runTables) {
    const { name, owner, column } = table;
    const archived = name === "tests" ? blockOf("s.archived") : undefined;
    insert(db, name, { ...set, archived, id: ids(name, "s.id"), [column]: ids(owner, `s.${column}`) }, movesWithRun(table, "src", "s"), [runId]);
  }
  bringDescriptions(db, runId);
  return numberOf(db.get(`SELECT ${ids("runs", "s.id")} AS id FROM src.runs s WHERE s.id = ?`, runId)?.["id"]);
}

/** @param set SQL for the columns that do not stay as they are */
function insert(
  db: Connection,
  table: string,
  set: Readonly<Record<string, string | undefined>>,
  where: string,
  params: readonly (string | number)[],
): void {
  const columns = sharedColumns(db, table, "src");
  const values = columns.map((column) => set[column.slice(1, -1)] ?? `s.${column}`);
  db.run(`INSERT INTO main.${table} (${columns.join(", ")}) SELECT ${values.join(", ")} FROM src.${table} s WHERE ${where}`, ...params);
}

/** What `main` does not know yet about the tests that the run's tests are of. */
function bringDescriptions(db: Connection, runId: number): void {
  const columns = sharedColumns(db, "test_meta", "src").filter((column) => column !== quoted("id"));
  db.run(
    `INSERT INTO main.test_meta (${columns.join(", ")}) SELECT ${columns.map((column) => `s.${column}`).join(", ")} FROM src.test_meta s
      WHERE EXISTS (SELECT 1 FROM src.tests t WHERE t.run_id = ? AND t.testname = s.testname AND t.${isKept})
        AND NOT EXISTS (SELECT 1 FROM main.test_meta d WHERE d.testname = s.testname)`,
    runId,
  );
}
