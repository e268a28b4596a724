import { type Connection, textOf } from "../connection.js";
import { floorVariables, raiseFloors } from "../id-floors.js";
import { keyNames } from "../schema.js";
import { lastChange, syncStateOf } from "../sync-state.js";
import { digestOf } from "./digest.js";
import { type Forwarding, forwardingVariable, leaveForwarding } from "./forwarding.js";
import type { Move } from "./journal.js";
import { removeResults, removeRun, removeTestRecords, removeTests, testIds } from "./remove-rows.js";
import { sharedColumns } from "./run-tables.js";

// How a run leaves the databases of its area: the live one, the reference, the area database; each in a transaction of its own, spec 04 § 23.5 steps 4 to 6.

/** As many tests go in one transaction with all they have: some ten milliseconds, in which others wait. */
const sliceSize = 2500;

/** A moment in the change journal of a live database. */
export type Mark = number;

export function markOf(live: Connection): Mark {
  return Math.max(lastChange(live), syncStateOf(live)?.pushed ?? 0);
}

/**
 * The first and decisive transaction on the live database: unless the run has changed since it was copied, its tests go, and its record goes or becomes a note
 * of where it is.
 *
 * @param mark when the run was as its digest says; undefined when that is not known
 * @returns ids of tests whose steps and data are still to be removed, by {@link leaveResults}; `changed`, with nothing done, when the run has changed; `left` when
 *   its tests are gone already
 */
export function leaveLive(live: Connection, move: Move, mark: Mark | undefined): number[] | "changed" | "left" {
  const { run_id } = move;
  const state = live.get("SELECT state FROM runs WHERE id = ?", run_id)?.["state"];
  if (state === undefined || state === "MOVED") return "left";
  const isSame = (mark !== undefined && !hasChanged(live, run_id, mark)) || digestOf(live, run_id, keyNames(live))?.digest === move.digest;
  if (!isSame || textOf(state) !== move.orig_state) return "changed";
  const ids = testIds(live, run_id);
  raiseFloors(live, run_id);
  unnoted(live, () => {
    removeResults(live, inSlice, JSON.stringify(ids.slice(0, sliceSize)));
    removeTestRecords(live, run_id);
    if (move.op !== "move") live.run("DELETE FROM runs WHERE id = ?", run_id);
  });
  if (move.op === "move") leaveForwarding(live, run_id, forwardingTo(move));
  return ids.slice(sliceSize);
}

/** The next transaction on the live database; returns the ids that are left. */
export function leaveResults(live: Connection, ids: readonly number[]): number[] {
  unnoted(live, () => removeResults(live, inSlice, JSON.stringify(ids.slice(0, sliceSize))));
  return ids.slice(sliceSize);
}

const inSlice = "SELECT value FROM json_each(?)";

/**
 * Deletes without a trace in the change journal: the other databases are not to follow by a push, they are brought to the same state by the move.
 */
function unnoted(live: Connection, work: () => void): void {
  const before = lastChange(live);
  work();
  live.run("DELETE FROM changes WHERE seq > ?", before);
}

function forwardingTo({ dest, dest_run_id, move_id }: Move): Forwarding {
  return { path: dest, run_id: dest_run_id, move_id };
}

/** Pushed entries of the journal are kept for longer than this. */
const keptEntries = 50_000;

/** Whether anything was written to the run since; true also when that cannot be told. */
function hasChanged(live: Connection, runId: number, mark: Mark): boolean {
  if ((syncStateOf(live)?.pushed ?? Number.POSITIVE_INFINITY) > mark + keptEntries) return true;
  const ofTest = (table: string) => `(SELECT t.run_id FROM ${table} r JOIN tests t ON t.id = r.test_id WHERE r.id = c.row_id)`;
  const run = `CASE c.tbl WHEN 'runs' THEN c.row_id WHEN 'tests' THEN (SELECT run_id FROM tests WHERE id = c.row_id)
    WHEN 'test_steps' THEN ${ofTest("test_steps")} WHEN 'test_data' THEN ${ofTest("test_data")} END`;
  return (
    live.get(
      `SELECT 1 FROM changes c WHERE c.seq > ? AND c.tbl IN ('runs', 'tests', 'test_steps', 'test_data', 'archive_blocks')
        AND ifnull(${run}, ?) = ? LIMIT 1`,
      ...[mark, runId, runId],
    ) !== undefined
  );
}

/** The same on the reference or the area database, which has the live one attached as `live`, in one transaction. */
export function leaveOther(db: Connection, { op, run_id }: Pick<Move, "op" | "run_id">): void {
  if (op === "move") {
    removeTests(db, run_id);
    replaceByLive(db, "runs", "id = ?", run_id);
  } else removeRun(db, run_id);
  replaceByLive(db, "metadat", `var IN (${floorVariables}, ?)`, forwardingVariable(run_id));
}

/** Makes some rows those of the live database. An id that something else has here is left to the next push. */
function replaceByLive(db: Connection, table: string, where: string, param: number | string): void {
  const columns = sharedColumns(db, table, "live").join(", ");
  db.run(`DELETE FROM main.${table} WHERE ${where}`, param);
  db.run(`INSERT OR IGNORE INTO main.${table} (${columns}) SELECT ${columns} FROM live.${table} WHERE ${where}`, param);
}
