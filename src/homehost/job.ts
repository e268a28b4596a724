import type { Log } from "../base/index.js";
import type { Records } from "../store/index.js";
import type { FileLock } from "../sys/index.js";
import type { Move } from "./condition.js";

/** What the work needs from its caller. */
export interface MoveTools {
  readonly log: Log;
  /** The megatest program, as other hosts find it too. */
  readonly megatest: string;
  /** As in the options of `openRecords`. */
  readonly version: string;
  /** The records of this area that this process has open as the homehost; they are closed for writing by the move. */
  readonly records?: Records;
}

/** A move in progress, under its locks. */
export interface Job {
  readonly move: Move;
  readonly tools: MoveTools;
  readonly lock: FileLock;
  /** Of the new homehost. */
  readonly epoch: number;
}
