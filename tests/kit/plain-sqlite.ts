import { spawnSync } from "node:child_process";

/** Runs SQL in a database with the plain `sqlite3` program, as a user would. */
export function plainSqlite(file: string, sql: string, ...options: string[]) {
  return spawnSync("sqlite3", [...options, file, sql], { encoding: "utf8" });
}
