import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { Failure, messageOf } from "../base/index.js";
import { isWritable } from "../sys/index.js";
import { Connection } from "./connection.js";
import { damaged, isCorrupt } from "./damage.js";
import { openReadyLive } from "./live-database.js";
import { type Place, requireOwnDirectory } from "./place.js";
import { columnName, columnsOf, missingColumns, type Table, tablesOf } from "./schema.js";
import { isDirty } from "./sync-state.js";

/**
 * Opens records for reading only: the live database of this host if it is up to date, else the area database itself, of any version from 1.55 on. An area that
 * cannot be written is written by others, if at all: there it is the area database, so that a program that stays sees what they do; but for what waits here.
 *
 * @throws Failure `not-found` when there is neither
 */
export function openForReading(place: Place, options: { readonly busyTimeoutMs: number; readonly isWritable: boolean }): Connection {
  if (!existsSync(place.areaFile)) throw new Failure("not-found", `there is no ${place.areaFile}: nothing was recorded in this area yet`);
  requireOwnDirectory(place);
  const { busyTimeoutMs } = options;
  const live = openReadyLive(place, { busyTimeoutMs });
  if (live !== undefined && (options.isWritable || isDirty(live))) return live;
  live?.close();
  try {
    return openAreaForReading(place.areaFile, busyTimeoutMs);
  } catch (error) {
    throw isCorrupt(error) ? damaged(place, [messageOf(error)]) : error;
  }
}

/**
 * Opens an area database of any version for reading. Half a transaction that a killed process left there is undone by whoever comes next and may
 * write; so for that it is opened for writing.
 */
export function openAreaForReading(file: string, busyTimeoutMs: number): Connection {
  const mayUndo = isWritable(file) && isWritable(dirname(file));
  const area = new Connection(file, { busyTimeoutMs, readOnly: !mayUndo });
  try {
    completeForReading(area);
    return area;
  } catch (error) {
    area.close();
    throw error instanceof Failure && error.reason === "read-only" ? halfDone(file) : error;
  }
}

function halfDone(file: string): Failure {
  return new Failure(
    "read-only",
    `${file} holds half a transaction of a killed program and cannot be written: the next megatest command of somebody who may write undoes it`,
  );
}

/** What the file lacks is laid over it in the memory of this connection, so that the same queries serve. */
function completeForReading(area: Connection): void {
  for (const table of tablesOf(area, [])) {
    const isThere = columnsOf(area, table.name).length > 0;
    if (!isThere) area.exec(`CREATE TEMP TABLE ${table.name} (id INTEGER PRIMARY KEY, ${table.columns.join(", ")})`);
    else layOver(area, table, missingColumns(area, table));
  }
  area.exec(`
    CREATE TEMP TABLE changes (seq INTEGER, tbl TEXT, row_id INTEGER);
    CREATE TEMP TABLE test_owners (test_id INTEGER, host TEXT, pid INTEGER, started INTEGER);
    CREATE TEMP VIEW item_verdicts AS SELECT run_id, testname, state, status, count(*) AS count FROM tests WHERE item_path <> '' GROUP BY 1, 2, 3, 4;
  `);
}

function layOver(area: Connection, table: Table, missing: readonly string[]): void {
  if (missing.length === 0) return;
  const added = missing.map((column) => `${/ DEFAULT (.*)$/.exec(column)?.[1] ?? "NULL"} AS ${columnName(column)}`);
  area.exec(`CREATE TEMP VIEW ${table.name} AS SELECT *, ${added.join(", ")} FROM main.${table.name}`);
}
