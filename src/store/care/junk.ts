import { type Connection, numberOf } from "../connection.js";

/** How many records (runs and tests) there were. */
export interface JunkRemoval {
  readonly before: number;
  readonly after: number;
}

const ofNoTest = "test_id NOT IN (SELECT id FROM tests)";
const ofNoRun = "run_id NOT IN (SELECT id FROM runs)";

/** What nobody refers to or wants any more, in the order in which it goes; a run that was moved, or is coming, has no tests. */
const junk: readonly [table: string, condition: string][] = [
  ["tests", "run_id IN (SELECT id FROM runs WHERE state = 'deleted')"],
  ["tests", "state = 'DELETED'"],
  ["tests", ofNoRun],
  ["runs", "state = 'deleted'"],
  ["runs", "id NOT IN (SELECT run_id FROM tests WHERE run_id IS NOT NULL) AND ifnull(state, '') NOT IN ('MOVED', 'INCOMING')"],
  ["test_rundat", ofNoTest],
  ["test_steps", ofNoTest],
  ["test_data", ofNoTest],
  ["archives", ofNoTest],
  ["run_stats", ofNoRun],
];

/** Removes all that in one transaction; spec 04 § 7. */
export function removeJunk(db: Connection): JunkRemoval {
  return db.write(() => {
    const before = recordCount(db);
    for (const [table, condition] of junk) db.run(`DELETE FROM ${table} WHERE ${condition}`);
    return { before, after: recordCount(db) };
  });
}

function recordCount(db: Connection): number {
  return numberOf(db.get("SELECT (SELECT count(*) FROM tests) + (SELECT count(*) FROM runs) AS count")?.["count"]);
}
