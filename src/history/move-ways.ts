import { Failure } from "../base/index.js";
import type { RunRecord } from "../model/index.js";
import type { Move, MoveOp, Received, Records, RunMoves, RunName, StandingRun } from "../store/index.js";

/** What is done to runs in turn; each step can be done again. Spec 04 § 23.5 and § 26 */
export type MoveStep =
  | "begun"
  | "copied"
  | "noted"
  | "removed-live"
  | "removed-reference"
  | "removed-area"
  | "removed-completed"
  | "published"
  | "done";

/** What the engine of moves needs. */
export interface MoveTools {
  /** Of the area whose records they are; its maintenance lock is held. */
  readonly moves: RunMoves;
  /**
   * Opens the records of the area where runs go to.
   *
   * @param dest absolute path
   * @throws Failure `no-area` when there is none
   */
  destination(dest: string): Promise<Records>;
  /** Told when a step is done. @param rows with `begun`: how many records are in hand now */
  reached(step: MoveStep, rows?: number): void;
}

/** How a kind of move does the steps that differ. All moves of a call are of one kind and go to one place. */
interface Way {
  copy(moves: readonly Move[]): Promise<Received[]>;
  /** Takes runs out where they were; those that have changed since they were copied stay. */
  remove(moves: readonly Move[]): Promise<{ readonly removed: Move[]; readonly changed: Move[] }>;
  /** Shows runs where they are now, and ends their entries. */
  finish(moves: readonly Move[]): Promise<void>;
  /** Removes copies of runs that stay where they are. */
  takeBack(moves: readonly Move[]): Promise<void>;
  /** Why a run of other data is in the way. */
  readonly otherData: string;
  /** A run of that name where it would go, whatever its state. */
  standing(run: RunRecord): Promise<StandingRun | undefined>;
}

export function wayOf(op: MoveOp, dest: string, tools: MoveTools): Way {
  return { move: toOtherArea(dest, tools), reduce: toCompleted(tools), restore: fromCompleted(tools) }[op];
}

const nameOf = ({ target, runname }: RunRecord): RunName => ({ target, runname });

function toOtherArea(dest: string, tools: MoveTools): Way {
  const { moves, destination, reached } = tools;
  const ids = (entries: readonly Move[]) => entries.map(({ move_id }) => move_id);
  return {
    copy: async (entries) => moves.copyTo(await destination(dest), entries),
    remove: (entries) => leave(entries, tools),
    finish: async (entries) => {
      await (await destination(dest)).publishRuns(ids(entries));
      reached("published");
      await moves.setPhase(entries, "done");
    },
    takeBack: async (entries) => (await destination(dest)).takeOutRuns(ids(entries)),
    otherData: "already at destination with other data",
    standing: async (run) => (await destination(dest)).standingRun(nameOf(run)),
  };
}

function toCompleted(tools: MoveTools): Way {
  const { moves } = tools;
  return {
    copy: (entries) => moves.copyToCompleted(entries),
    remove: (entries) => leave(entries, tools),
    finish: async () => {},
    takeBack: async (entries) => {
      const copies = entries.filter(({ dest_run_id }) => dest_run_id !== 0);
      if (copies.length > 0) await moves.removeFromCompleted(copies.map((entry) => ({ ...entry, run_id: entry.dest_run_id })));
    },
    otherData: "already in completed-runs.db with other data",
    standing: async (run) => moves.standing("reduce", nameOf(run)),
  };
}

function fromCompleted({ moves, reached }: MoveTools): Way {
  return {
    copy: (entries) => moves.copyFromCompleted(entries),
    remove: async (entries) => {
      await moves.removeFromCompleted(entries);
      reached("removed-completed");
      return { removed: [...entries], changed: [] };
    },
    finish: (entries) => moves.drop(entries),
    takeBack: async () => {},
    otherData: "already in megatest.db with other data",
    standing: async (run) => moves.standing("restore", nameOf(run)),
  };
}

/** Steps 4 to 6. */
async function leave(entries: readonly Move[], { moves, reached }: MoveTools): Promise<{ readonly removed: Move[]; readonly changed: Move[] }> {
  const [left, changed]: [Move[], Move[]] = [[], []];
  for (const entry of entries) {
    const outcome = await moves.removeFromLive(entry);
    (outcome === "removed" ? left : changed).push(entry);
    reached("removed-live");
  }
  await moves.removeFromReference(left);
  reached("removed-reference");
  const there = await moves.removeFromArea(left);
  reached("removed-area");
  for (const entry of there.changed) await moves.putBack(entry);
  return { removed: there.removed, changed: [...changed, ...there.changed] };
}

/** Whether the area where runs were to go is no more. */
export async function isGone(dest: string, tools: MoveTools): Promise<boolean> {
  try {
    await tools.destination(dest);
    return false;
  } catch (error) {
    if (error instanceof Failure && error.reason === "no-area") return true;
    throw error;
  }
}
