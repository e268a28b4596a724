import { existsSync } from "node:fs";
import { join } from "node:path";
import { prepareAreaDatabase } from "../area-database.js";
import { adjustTarget } from "../care/adjust-target.js";
import { type Connection, textOf } from "../connection.js";
import { patiently, runInTurns } from "../exclusive.js";
import { openAreaForReading } from "../read-only.js";
import { columnsOf, completeSchema, keyNames, quoted } from "../schema.js";
import { attach, writeMain } from "./attach.js";
import type { Home } from "./home.js";
import { type Arrival, type Received, receive } from "./receive.js";
import { removeRun } from "./remove-rows.js";
import { runTables } from "./run-tables.js";
import { blockMs } from "./write-area.js";

// The runs of an area that were taken out of its area database: a database of the same schema beside it, neither cached nor synced. Spec 04 § 26

export const completedFile = (toppath: string) => join(toppath, "completed-runs.db");

/** Takes in runs of the live database, all in one transaction; the file is made when it is missing. Spec 04 § 26.1 step 1 */
export function receiveCompleted(home: Home, arrivals: readonly Arrival[]): Promise<Received[]> {
  return withCompleted(home, (completed) => {
    attach(completed, home.sync.place.liveFile, "src");
    return writeMain(completed, () => arrivals.map((arrival) => receive(completed, arrival, "reduce")));
  });
}

/** Deletes runs, all in one transaction. */
export function removeCompleted(home: Home, runIds: readonly number[]): Promise<void> {
  return withCompleted(home, (completed) =>
    completed.write(() => {
      for (const id of runIds) removeRun(completed, id);
    }),
  );
}

/** Brings the file to the schema and the keys of the area; makes it when it is missing. */
export function prepareCompleted(home: Home): Promise<void> {
  return withCompleted(home, () => undefined);
}

export function withCompleted<T>(home: Home, work: (completed: Connection) => T): Promise<T> {
  return runInTurns(patiently(home.waitMs, () => usingCompleted(home, work)));
}

function usingCompleted<T>(home: Home, work: (completed: Connection) => T): T {
  home.sync.fence.requireHome();
  const keys = home.keys.map((name) => ({ name, type: "TEXT" }));
  const completed = prepareAreaDatabase(completedFile(home.toppath), { busyTimeoutMs: blockMs, keys, version: home.version });
  try {
    if (keyNames(completed).join("/") !== home.keys.join("/")) {
      adjustTarget(completed, keys, home.sync.log);
      completeSchema(completed, keys, home.version);
    }
    completed.exec("PRAGMA temp_store = MEMORY");
    adoptColumns(completed, home.live);
    return work(completed);
  } finally {
    completed.close();
  }
}

/** What others have added to the tables of the live database comes along. */
function adoptColumns(completed: Connection, live: Connection): void {
  for (const table of ["runs", ...runTables.map(({ name }) => name)]) {
    const present = new Set(columnsOf(completed, table).map((name) => name.toLowerCase()));
    for (const row of live.all("SELECT name, type FROM pragma_table_info(?, 'main')", table)) {
      const name = textOf(row["name"]);
      if (!present.has(name.toLowerCase())) completed.exec(`ALTER TABLE ${table} ADD COLUMN ${quoted(name)} ${textOf(row["type"])}`);
    }
  }
}

/**
 * Opens the completed runs of an area for reading; undefined when it has none.
 *
 * @throws Failure `corrupt` or `io` when the file cannot be read
 */
export function openCompleted(toppath: string, busyTimeoutMs: number): Connection | undefined {
  const file = completedFile(toppath);
  return existsSync(file) ? openAreaForReading(file, busyTimeoutMs) : undefined;
}
