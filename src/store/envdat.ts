import { Failure } from "../base/index.js";
import { Connection, textOf } from "./connection.js";

/** Milliseconds to wait for another program that has the file open. */
const busyTimeoutMs = 10_000;

const schema = `CREATE TABLE IF NOT EXISTS envvars (
  id INTEGER PRIMARY KEY, context TEXT NOT NULL, var TEXT NOT NULL, val TEXT NOT NULL, CONSTRAINT envvars_constraint UNIQUE (context, var))`;

/**
 * Saves an environment under the name of a context and replaces what was saved under it before.
 *
 * @param file SQLite file, made when it is missing
 * @throws Failure `io`, `database`, … as for any database
 * @see spec 05 § 11
 */
export function saveEnvironment(file: string, context: string, env: Readonly<Record<string, string>>): void {
  const db = new Connection(file, { busyTimeoutMs, create: true });
  try {
    db.exec(schema);
    db.write(() => {
      db.run("DELETE FROM envvars WHERE context = ?", context);
      for (const [name, value] of Object.entries(env)) db.run("INSERT INTO envvars (context, var, val) VALUES (?, ?, ?)", context, name, value);
    });
  } finally {
    db.close();
  }
}

/**
 * The variables that were saved under each of these contexts, by name.
 *
 * @throws Failure `not-found` for a context that was not saved; as {@link saveEnvironment}
 */
export function loadEnvironments(file: string, contexts: readonly string[]): Map<string, string>[] {
  const db = new Connection(file, { busyTimeoutMs, readOnly: true });
  try {
    return contexts.map((context) => {
      const rows = db.all("SELECT var, val FROM envvars WHERE context = ? ORDER BY var", context);
      if (rows.length === 0) throw new Failure("not-found", `no environment ${context} in ${file}; save it with -envcap ${context}`);
      return new Map(rows.map((row) => [textOf(row["var"]), textOf(row["val"])]));
    });
  } finally {
    db.close();
  }
}
