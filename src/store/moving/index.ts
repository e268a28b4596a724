import { join } from "node:path";
import type { Records } from "../records.js";
import { SqliteRecords } from "../sqlite-records.js";
import { Home } from "./home.js";
import { type Move, readOpenMoves } from "./journal.js";
import { type Mover, RunMoves } from "./run-moves.js";

export type { Move, MovePhase } from "./journal.js";
export type { Arrival, MoveOp, Received } from "./receive.js";
export type { RunMoves, RunSize } from "./run-moves.js";
export type { RunSlice, SliceValue } from "./slices.js";
export type { StandingRun } from "./standing.js";

/** Whether moves of runs of an area were begun and are not over. */
export function hasOpenMoves(toppath: string): boolean {
  return openMovesOf(toppath).length > 0;
}

/** The moves of runs of an area that were begun and are not over, oldest first; reads only. */
export function openMovesOf(toppath: string): Move[] {
  return readOpenMoves(join(toppath, "megatest.db"), waitMs);
}

const waitMs = 10_000;

/**
 * To move runs of an area whose records were opened for writing on this host. To be closed before these.
 *
 * @throws Failure `read-only`
 */
export async function openMoves(records: Records, mover: Mover): Promise<RunMoves> {
  if (!(records instanceof SqliteRecords)) throw new Error("runs are moved where their records are");
  return new RunMoves(new Home(await records.databases()), mover);
}
