import { Failure } from "../../base/index.js";
import { type Connection, epochNow, isConstraint, numberOf, textOf } from "../connection.js";
import { runOfName } from "../run-of-name.js";
import { keyNames } from "../schema.js";
import { bringBlocks } from "./archive-blocks.js";
import { copyRows } from "./copy-rows.js";
import { digestOf } from "./digest.js";
import { dropForwarding } from "./forwarding.js";
import { freeIds, idsAbove, type NewId, sameIds } from "./new-ids.js";
import { removeRun, removeTests } from "./remove-rows.js";

/** What a receiving database must know of a run that comes; plain JSON. */
export interface Arrival {
  readonly move_id: string;
  /** In the database that it comes from. */
  readonly run_id: number;
  readonly target: readonly string[];
  readonly runname: string;
  /** Its state; at the destination it has that again when it is published. */
  readonly orig_state: string;
  readonly digest: string;
  readonly src_path: string;
  readonly src_area_name: string;
  /** Under this name and id its archives were written: those of the area where it was made. */
  readonly origin_area_name: string;
  readonly origin_run_id: number;
  readonly moved_by: string;
}

/** `move` to another area, `reduce` to the completed runs of this one, `restore` from there. */
export type MoveOp = "move" | "reduce" | "restore";

/** Spec 04 § 23.6. */
export type Received =
  | {
      /** `known`: it had come already; `adopted`: the same data were there, without a note of the move. */
      readonly outcome: "copied" | "known" | "adopted";
      /** Its id here. */
      readonly run_id: number;
      readonly digest: string;
      /** Ids of archive blocks that the source does not know: kept as negative numbers. */
      readonly lost_blocks: readonly number[];
    }
  | {
      /**
       * Nothing was done: a run of this name is here `with-other-data`, or is coming by `another-move`; or the run at the source is not the one of the digest: it
       * has `changed` since, or is `gone`.
       */
      readonly outcome: Refusal;
    };

type Refusal = "with-other-data" | "another-move" | "changed" | "gone";

/**
 * Takes in a run from the attached database `src`, in the transaction at hand. Done again it does nothing; what an earlier try copied of a run that has changed
 * since is replaced. A run that is not taken in leaves all as it was.
 *
 * @param op `move`: new ids, and nobody sees the run before it is published
 * @throws Failure `bad-config` when the keys of both databases differ
 * @see spec 04 § 23.5 step 1, § 23.6 and § 26
 */
export function receive(db: Connection, arrival: Arrival, op: MoveOp): Received {
  const known = knownRun(db, arrival, op);
  if (known !== undefined) return known;
  const keys = sameKeys(db);
  try {
    return db.part(() => {
      const old = db.get("SELECT run_id FROM main.moved_in WHERE move_id = ?", arrival.move_id);
      if (old !== undefined) removeRun(db, numberOf(old["run_id"]));
      return makeRoom(db, arrival, keys) ?? takeIn(db, arrival, op, keys);
    });
  } catch (error) {
    if (error instanceof NotReceived) return { outcome: error.outcome };
    throw error;
  }
}

/** What has come already; undefined when nothing has, or what is to be replaced. */
export function knownRun(db: Connection, { move_id, digest }: Arrival, op: MoveOp): Received | undefined {
  const known = db.get("SELECT run_id, digest, committed FROM main.moved_in WHERE move_id = ?", move_id);
  if (known === undefined || (known["digest"] !== digest && (op === "reduce" || known["committed"] !== 1))) return undefined;
  return come("known", numberOf(known["run_id"]), textOf(known["digest"]));
}

const come = (outcome: "copied" | "known" | "adopted", run_id: number, digest: string, lost_blocks: readonly number[] = []): Received => {
  return { outcome, run_id, digest, lost_blocks };
};

/** Rolls back what was done for a run that is not taken in. */
class NotReceived extends Error {
  constructor(readonly outcome: Refusal) {
    super(outcome);
  }
}

function sameKeys(db: Connection): readonly string[] {
  const keys = keyNames(db);
  const there = keyNames(db, "src");
  if (keys.join("/") === there.join("/")) return keys;
  throw new Failure("bad-config", `keys differ: ${there.join("/")} here, ${keys.join("/")} in ${db.file}`);
}

/** What has the run's name here makes way if it is nothing; the result if it is the run itself. */
function makeRoom(db: Connection, arrival: Arrival, keys: readonly string[]): Received | undefined {
  const found = runOfName(db, arrival);
  if (found === undefined) return undefined;
  const { id, state } = found;
  switch (state) {
    case "deleted":
      removeRun(db, id);
      return undefined;
    case "MOVED":
      removeTests(db, id);
      dropForwarding(db, id);
      return undefined;
    case "INCOMING":
      throw new NotReceived("another-move");
    default:
      if (digestOf(db, id, keys)?.digest !== arrival.digest) throw new NotReceived("with-other-data");
      db.run("DELETE FROM main.moved_in WHERE run_id = ?", id);
      note(db, { ...arrival, orig_state: state }, id, true);
      return come("adopted", id, arrival.digest);
  }
}

function takeIn(db: Connection, arrival: Arrival, op: MoveOp, keys: readonly string[]): Received {
  if (db.get("SELECT 1 FROM src.runs WHERE id = ?", arrival.run_id) === undefined) throw new NotReceived("gone");
  const isHidden = op === "move";
  const lostBlocks = bringBlocks(db, arrival.run_id);
  const state = isHidden ? "INCOMING" : arrival.orig_state;
  const copied = (ids: NewId) => copyRows(db, { runId: arrival.run_id, ids, state, isNew: isHidden });
  const id = isHidden ? copied(idsAbove(db, arrival.run_id)) : withSameIds(db, arrival.run_id, copied);
  if (digestOf(db, id, keys)?.digest !== arrival.digest) throw new NotReceived("changed");
  note(db, arrival, id, !isHidden);
  return come("copied", id, arrival.digest, lostBlocks);
}

/** That some id is taken is seldom, and told by SQLite. */
function withSameIds(db: Connection, runId: number, copied: (ids: NewId) => number): number {
  try {
    return db.part(() => copied(sameIds));
  } catch (error) {
    if (!isConstraint(error)) throw error;
    return copied(freeIds(db, runId));
  }
}

function note(db: Connection, arrival: Arrival, runId: number, isCommitted: boolean): void {
  db.run(
    `INSERT INTO main.moved_in (move_id, run_id, orig_state, committed, src_path, src_area_name, src_run_id, origin_area_name, origin_run_id, digest, moved_at, moved_by)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ...[arrival.move_id, runId, arrival.orig_state, isCommitted ? 1 : 0, arrival.src_path, arrival.src_area_name, arrival.run_id],
    ...[arrival.origin_area_name, arrival.origin_run_id, arrival.digest, epochNow(), arrival.moved_by],
  );
}

/** Shows a run that has come; false when there is none of this move. Done again it does nothing. Spec 04 § 23.5 step 7 */
export function publish(db: Connection, moveId: string): boolean {
  const row = db.get("SELECT run_id, orig_state FROM moved_in WHERE move_id = ?", moveId);
  if (row === undefined) return false;
  db.run("UPDATE runs SET state = ? WHERE id = ? AND state = 'INCOMING'", textOf(row["orig_state"]), numberOf(row["run_id"]));
  db.run("UPDATE moved_in SET committed = 1 WHERE move_id = ? AND committed IS NOT 1", moveId);
  return true;
}

/** Takes a run back out that has come but was not published; one that was adopted stays. Done again it does nothing. Spec 04 § 23.5 step 4 */
export function takeOut(db: Connection, moveId: string): void {
  const row = db.get("SELECT run_id, committed FROM moved_in WHERE move_id = ?", moveId);
  if (row === undefined) return;
  if (row["committed"] === 1) db.run("DELETE FROM moved_in WHERE move_id = ?", moveId);
  else removeRun(db, numberOf(row["run_id"]));
}
