import { join } from "node:path";
import Database from "better-sqlite3";

/** Runs statements on the area database as another program might, without the triggers that date each change. */
export function writeUndated(areaPath: string, sql: string): void {
  const db = new Database(join(areaPath, "megatest.db"));
  try {
    const triggers = db.prepare("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").all() as { name: string; sql: string }[];
    const drop = triggers.map(({ name }) => `DROP TRIGGER ${name};`);
    const restore = triggers.map((trigger) => `${trigger.sql};`);
    db.exec(["BEGIN IMMEDIATE;", ...drop, `${sql};`, ...restore, "COMMIT;"].join("\n"));
  } finally {
    db.close();
  }
}

/** Makes all that ran in an area so many seconds older. */
export function age(areaPath: string, seconds: number): void {
  const older = `event_time = event_time - ${seconds}, last_update = last_update - ${seconds}`;
  writeUndated(areaPath, `UPDATE runs SET ${older}; UPDATE tests SET ${older}; UPDATE test_steps SET ${older}`);
}
