import { existsSync } from "node:fs";
import { Failure } from "../base/index.js";
import type { Env } from "../sys/index.js";
import { Connection, textOf } from "./connection.js";

const busyTimeoutMs = 136_000;

/**
 * Saves an environment under a name, in place of what had that name.
 *
 * @param file a SQLite file of its own, made when missing; spec 03 § 21
 */
export function saveEnvironment(file: string, context: string, env: Env): void {
  const db = new Connection(file, { busyTimeoutMs, create: true });
  try {
    db.write(() => {
      db.exec(`CREATE TABLE IF NOT EXISTS envvars
        (id INTEGER PRIMARY KEY, context TEXT NOT NULL, var TEXT NOT NULL, val TEXT NOT NULL, CONSTRAINT envvars_constraint UNIQUE (context, var))`);
      db.run("DELETE FROM envvars WHERE context = ?", context);
      for (const [name, value] of Object.entries(env)) db.run("INSERT INTO envvars (context, var, val) VALUES (?, ?, ?)", context, name, value);
    });
  } finally {
    db.close();
  }
}

/**
 * The saved environments with these names, in their order.
 *
 * @throws Failure `not-found` when the file or one of them is missing
 */
export function loadEnvironments(file: string, contexts: readonly string[]): Map<string, string>[] {
  if (!existsSync(file)) throw new Failure("not-found", `there is no ${file}; save environments with -envcap first`);
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
