import { basename } from "node:path";
import Database from "better-sqlite3";
import { silentLog } from "../../src/base/index.js";
import { openRecords } from "../../src/store/index.js";
import type { TestArea } from "./area.js";
import { insertRuns, type Runs } from "./run-rows.js";

/** A real area with runs that never ran, and a way to change their rows as another program would. */
export async function withRuns(area: TestArea, runs: Runs): Promise<{ readonly area: TestArea; readonly execute: (sql: string) => void }> {
  const keys = ["SYS", "RELEASE"].map((name) => ({ name, type: "TEXT" }));
  const records = openRecords({ toppath: area.path, areaName: basename(area.path), keys, log: silentLog, version: "1.6590-test" });
  const execute = (sql: string) => {
    const db = new Database(area.liveFile);
    try {
      db.exec(`BEGIN IMMEDIATE; ${sql}; COMMIT`);
    } finally {
      db.close();
    }
  };
  execute(insertRuns(runs));
  await records.sync();
  await records.close();
  return { area, execute };
}
