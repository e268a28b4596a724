import { Failure } from "../../base/index.js";
import { type Connection, epochNow, numberOf, type Row, textOf } from "../connection.js";
import type { Records, RunName } from "../records.js";
import { quoted } from "../schema.js";
import { SqliteRecords } from "../sqlite-records.js";
import { receiveRuns } from "./arrive.js";
import { beginAutomatic } from "./automatic.js";
import { completedFile, openCompleted, prepareCompleted, receiveCompleted, removeCompleted } from "./completed-runs.js";
import { digestOf } from "./digest.js";
import { dropForwarding } from "./forwarding.js";
import { type GivenBack, giveBack } from "./give-back.js";
import type { Home } from "./home.js";
import { dropMoves, type Move, type MovePhase, noteMoves, readOpenMoves } from "./journal.js";
import { leaveLive, leaveOther, leaveResults, type Mark, markOf } from "./leave.js";
import { putBack } from "./put-back.js";
import type { Arrival, MoveOp, Received } from "./receive.js";
import { Receiving } from "./receiving.js";
import { keptTests } from "./run-tables.js";
import { requestsOf } from "./slices.js";
import { type StandingRun, standingRun } from "./standing.js";

/** Who moves runs. */
export interface Mover {
  /** Of the area whose runs move. */
  readonly areaName: string;
  readonly user: string;
}

/** How much of a run moves. */
export interface RunSize {
  readonly run_id: number;
  readonly tests: number;
  readonly steps: number;
  readonly data: number;
  /** An estimate: its share of the file by the number of tests. */
  readonly bytes: number;
}

/**
 * What happens to runs that leave, at their source: the journal, and the removal. Each method is a transaction in one file, or one in each of a few, and can be
 * done again after a kill. What comes between the steps is the caller's: he holds the maintenance lock.
 *
 * @see spec 04 § 23 and § 26, DESIGN.md
 */
export class RunMoves {
  /** When a run was as its digest says; known as long as this process lives. */
  readonly #marks = new Map<string, Mark>();

  constructor(
    readonly home: Home,
    readonly mover: Mover,
  ) {}

  /** Entries that are not done, oldest first. */
  open(): Move[] {
    return readOpenMoves(this.home.sync.place.areaFile, this.home.waitMs);
  }

  /** How much of these runs would move; of the completed runs for `restore`. Runs that are not there are left out. */
  sizes(op: MoveOp, runIds: readonly number[]): RunSize[] {
    return this.#reading(op, (db) => {
      const bytes = numberOf(
        db.get("SELECT (page_count - freelist_count) * page_size AS bytes FROM pragma_page_count, pragma_freelist_count, pragma_page_size")?.[
          "bytes"
        ],
      );
      const all = numberOf(db.get("SELECT count(*) AS count FROM tests")?.["count"]);
      return runIds.flatMap((id) => {
        const size = sizeOf(db, id);
        return size === undefined ? [] : [{ ...size, bytes: Math.round((bytes * size.tests) / Math.max(all, 1)) }];
      });
    });
  }

  /** The digest of a run as it is now; undefined when there is none. */
  digest(op: MoveOp, runId: number): string | undefined {
    return this.#reading(op, (db) => digestOf(db, runId, this.home.keys)?.digest);
  }

  /** A run of this name where it would go, whatever its state: among the completed runs for `reduce`, in this area for `restore`. */
  standing(op: "reduce" | "restore", name: RunName): StandingRun | undefined {
    const { live, toppath, waitMs } = this.home;
    if (op === "restore") return standingRun(live, name);
    const completed = openCompleted(toppath, waitMs);
    try {
      return completed === undefined ? undefined : standingRun(completed, name);
    } finally {
      completed?.close();
    }
  }

  /**
   * Brings live and area database to the same state, and begins to move these runs: phase `copy`. Runs that are not there are left out.
   *
   * @param dest absolute path of the area where they go; of this one for `reduce` and `restore`
   */
  async begin(op: MoveOp, runIds: readonly number[], dest: string): Promise<Move[]> {
    await this.#settle(op);
    const moves = this.#reading(op, (db) => runIds.flatMap((id) => this.#newMove(db, op, id, dest) ?? []));
    return this.home.writeArea((area) => noteMoves(area, moves));
  }

  /** Takes entries of a process that died over. */
  takeOver(moves: readonly Move[]): Promise<Move[]> {
    return this.home.writeArea((area) => noteMoves(area, moves));
  }

  /** Back in phase `copy`, with the digest of the run as it is now; undefined, and no entry any more, when it is gone. */
  async again(move: Move): Promise<Move | undefined> {
    await this.#settle(move.op);
    const now = this.#reading(move.op, (db) => this.#newMove(db, move.op, move.run_id, move.dest, move));
    if (now !== undefined) return (await this.home.writeArea((area) => noteMoves(area, [now])))[0];
    await this.drop([move]);
    return undefined;
  }

  /**
   * Step 1: copies runs to another area, in phase `copy`; there nobody sees them yet. Directly when that area's records are on this host, else through its server.
   *
   * @throws Failure as the destination's records do; `busy` when its maintenance lock was not to be had
   */
  async copyTo(destination: Records, moves: readonly Move[]): Promise<Received[]> {
    const arrivals = this.arrivals(moves);
    if (destination instanceof SqliteRecords) return new Receiving(await destination.databases()).receive(this.home.sync.place.liveFile, arrivals);
    const results: Received[] = [];
    for (const arrival of arrivals) {
      for (const slices of requestsOf(this.home.live.file, arrival.run_id)) await destination.stageRun(arrival.move_id, slices);
      results.push(await destination.importRun(arrival));
    }
    return results;
  }

  /** The same to the completed runs of this area, where they are seen at once. */
  copyToCompleted(moves: readonly Move[]): Promise<Received[]> {
    return receiveCompleted(this.home, this.arrivals(moves));
  }

  /** The same back from there. */
  copyFromCompleted(moves: readonly Move[]): Promise<Received[]> {
    return receiveRuns(this.home, completedFile(this.home.toppath), this.arrivals(moves), "restore");
  }

  /** What the destination must know. */
  arrivals(moves: readonly Move[]): Arrival[] {
    const { home, mover } = this;
    return moves.map((move) =>
      this.#reading(move.op, (db) => ({
        move_id: move.move_id,
        run_id: move.run_id,
        target: targetOf(db, move.run_id, home.keys),
        runname: move.runname,
        orig_state: move.orig_state,
        digest: move.digest,
        src_path: home.toppath,
        src_area_name: mover.areaName,
        ...home.originOf(db, move.run_id, mover.areaName),
        moved_by: mover.user,
      })),
    );
  }

  /** Notes the phase, and with it the ids at the destination. */
  async setPhase(moves: readonly Move[], phase: MovePhase): Promise<Move[]> {
    // So that the area database, from which a run can be put back, has all that was copied.
    if (phase === "remove") await this.home.sync.push();
    return this.home.writeArea((area) =>
      noteMoves(
        area,
        moves.map((move) => ({ ...move, phase })),
      ),
    );
  }

  /** The entries of moves that are over, or never happened. */
  drop(moves: readonly Move[]): Promise<void> {
    return this.home.writeArea((area) => dropMoves(area, moves));
  }

  /**
   * Step 4, in phase `remove`: takes the run out of the live database, if it is still the one of the digest.
   *
   * @returns `changed`, with nothing done, when it is not
   */
  async removeFromLive(move: Move): Promise<"removed" | "changed"> {
    const left = await this.home.writeLiveAlone((live) => leaveLive(live, move, this.#marks.get(move.move_id)));
    if (left === "changed") return "changed";
    let ids = left === "left" ? this.home.areaTests(move.run_id) : left;
    while (ids.length > 0) {
      const rest = ids;
      ids = await this.home.writeLiveAlone((live) => leaveResults(live, rest));
    }
    return "removed";
  }

  /** Step 5: the same in the reference. */
  removeFromReference(moves: readonly Move[]): Promise<void> {
    return this.home.writeReference((reference) => {
      for (const move of moves) leaveOther(reference, move);
    });
  }

  /**
   * Step 6: the same in the area database, and in the same transaction phase `publish` for `move`, the end of the entry for `reduce`.
   *
   * @returns runs that somebody else has changed in the area database since: nothing was done for them
   */
  async removeFromArea(moves: readonly Move[]): Promise<{ readonly removed: Move[]; readonly changed: Move[] }> {
    const { keys } = this.home;
    return this.home.writeArea((area, { isKnown }) => {
      const isSame = (move: Move) => isKnown || [undefined, move.digest].includes(digestOf(area, move.run_id, keys)?.digest);
      const gone = moves.filter(isSame);
      for (const move of gone) leaveOther(area, move);
      dropMoves(
        area,
        gone.filter(({ op }) => op !== "move"),
      );
      const published = gone.filter(({ op }) => op === "move").map((move): Move => ({ ...move, phase: "publish" }));
      const changed = moves.filter((move) => !gone.includes(move));
      return { removed: [...noteMoves(area, published), ...gone.filter(({ op }) => op !== "move")], changed };
    });
  }

  /** Takes runs out of the completed runs, in phase `remove`. */
  removeFromCompleted(moves: readonly Move[]): Promise<void> {
    return removeCompleted(
      this.home,
      moves.map(({ run_id }) => run_id),
    );
  }

  /** Undoes steps 4 and 5 of a run that the area database still has. */
  async putBack(move: Move): Promise<void> {
    await putBack(this.home, move.run_id);
  }

  /** Forgets that a run of this area was moved away: its name is free again. Its data, elsewhere, stay. */
  async dropForwarding(runId: number): Promise<void> {
    await this.home.writeLive((live) => dropForwarding(live, runId));
  }

  /** Whether it is `seconds` since runs were last moved without being asked for; if so, that is noted as begun now. Spec 04 § 24.4 */
  beginAutomatic(seconds: number): Promise<boolean> {
    return this.home.writeLive((live) => beginAutomatic(live, seconds));
  }

  /** Gives free space of the databases back, where that is more than a quarter of a file; spec 04 § 23.8. */
  giveBack(): Promise<GivenBack[]> {
    return giveBack(this.home);
  }

  close(): void {
    this.home.close();
  }

  async #settle(op: MoveOp): Promise<void> {
    if (op === "restore") await prepareCompleted(this.home);
    else await this.home.sync.run({ compare: "if-changed" });
  }

  #newMove(db: Connection, op: MoveOp, runId: number, dest: string, before?: Move): Move | undefined {
    const { keys } = this.home;
    const run = db.get("SELECT * FROM runs WHERE id = ?", runId);
    const found = digestOf(db, runId, keys);
    if (run === undefined || found === undefined) return undefined;
    const move_id = before?.move_id ?? crypto.randomUUID();
    if (op !== "restore") this.#marks.set(move_id, markOf(db));
    return {
      move_id,
      op,
      run_id: runId,
      target: keys.map((key) => textOf(run[key])).join("/"),
      runname: textOf(run["runname"]),
      dest,
      dest_run_id: 0,
      orig_state: textOf(run["state"]),
      digest: found.digest,
      phase: "copy",
      host: "",
      pid: 0,
      started: before?.started ?? epochNow(),
      updated: 0,
      note: "",
    };
  }

  /** Reads where runs of such a move are, at one moment. */
  #reading<T>(op: MoveOp, work: (db: Connection) => T): T {
    const { live, toppath, waitMs } = this.home;
    if (op !== "restore") return live.transaction("BEGIN", () => work(live));
    const completed = openCompleted(toppath, waitMs);
    if (completed === undefined) throw new Failure("not-found", `there is no ${completedFile(toppath)}: no run of this area was taken out`);
    try {
      return completed.transaction("BEGIN", () => work(completed));
    } finally {
      completed.close();
    }
  }
}

function targetOf(db: Connection, runId: number, keys: readonly string[]): string[] {
  const row: Row | undefined = db.get(`SELECT ${keys.map(quoted).join(", ")} FROM runs WHERE id = ?`, runId);
  return keys.map((key) => textOf(row?.[key]));
}

function sizeOf(db: Connection, runId: number): Omit<RunSize, "bytes"> | undefined {
  if (db.get("SELECT 1 FROM runs WHERE id = ?", runId) === undefined) return undefined;
  const count = (table: string) =>
    numberOf(db.get(`SELECT count(*) AS count FROM ${table} WHERE test_id IN (${keptTests("main")})`, runId)?.["count"]);
  const tests = numberOf(db.get(`SELECT count(*) AS count FROM (${keptTests("main")})`, runId)?.["count"]);
  return { run_id: runId, tests, steps: count("test_steps"), data: count("test_data") };
}
