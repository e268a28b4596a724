import type { Move, Received, RunSize } from "../store/index.js";
import { type MoveTools, wayOf } from "./move-ways.js";

/** What became of a run that was to be moved. */
export type MoveResult =
  | { readonly kind: "moved"; readonly move: Move }
  /** It is where it was, as it was. */
  | { readonly kind: "skipped"; readonly move: Move; readonly reason: string };

/** Why a run stays that is just coming to its destination from elsewhere. */
export const anotherMove = "another move is in progress";

/** So often a run that others write to is copied again. */
const attempts = 4;

/**
 * Moves runs, step by step: copies them, verifies the copies, removes them where they were.
 *
 * @param entries all of one kind, to one place, in phase `copy`
 * @returns one result for each that was still there
 * @see spec 04 § 23
 */
export async function carry(entries: readonly Move[], tools: MoveTools): Promise<MoveResult[]> {
  const [first] = entries;
  if (first === undefined) return [];
  const way = wayOf(first.op, first.dest, tools);
  const results: MoveResult[] = [];
  let waiting = counted(entries, tools);
  for (let attempt = 1; waiting.length > 0; attempt++) {
    const { come, changed, outdated, refused } = sorted(waiting, await way.copy(waiting));
    tools.reached("copied");
    if (outdated.length > 0) await way.takeBack(outdated);
    await drop(refused.map(({ move }) => move));
    results.push(...refused.map(({ move, outcome }) => skipped(move, outcome === "another-move" ? anotherMove : way.otherData)));
    const left = await leaveAndFinish(come, tools);
    results.push(...left.moved);
    const again = [...changed, ...outdated, ...left.changed];
    if (attempt < attempts) waiting = await anew(again, tools);
    else {
      await way.takeBack(again);
      await drop(again);
      results.push(...again.map((move) => skipped(move, "changing")));
      break;
    }
  }
  return results;

  async function drop(moves: readonly Move[]): Promise<void> {
    if (moves.length > 0) await tools.moves.drop(moves);
  }
}

const skipped = (move: Move, reason: string): MoveResult => ({ kind: "skipped", move, reason });

/** Steps 3 to 8 for runs that have been copied, or that are on their way out. */
export async function leaveAndFinish(
  entries: readonly Move[],
  tools: MoveTools,
): Promise<{ readonly moved: MoveResult[]; readonly changed: Move[] }> {
  const [first] = entries;
  if (first === undefined) return { moved: [], changed: [] };
  const way = wayOf(first.op, first.dest, tools);
  const leaving = await tools.moves.setPhase(entries, "remove");
  tools.reached("noted");
  const { removed, changed } = await way.remove(leaving);
  if (removed.length > 0) await way.finish(removed);
  tools.reached("done");
  return { moved: removed.map((move) => ({ kind: "moved", move })), changed };
}

/** Entries of runs that have changed, as these are now; those of runs that are gone are over. */
export async function anew(entries: readonly Move[], tools: MoveTools): Promise<Move[]> {
  const fresh: Move[] = [];
  for (const entry of entries) {
    const way = wayOf(entry.op, entry.dest, tools);
    const now = await tools.moves.again(entry);
    if (now !== undefined && now.orig_state !== "deleted") fresh.push({ ...now, dest_run_id: entry.dest_run_id, note: entry.note });
    else {
      await way.takeBack([entry]);
      if (now !== undefined) await tools.moves.drop([now]);
    }
  }
  return fresh;
}

type Refused = { readonly move: Move; readonly outcome: "with-other-data" | "another-move" };

interface Sorted {
  /** With their ids there. */
  readonly come: Move[];
  /** The run is not the one of the digest any more. */
  readonly changed: Move[];
  /** What came earlier is not the run as it is now. */
  readonly outdated: Move[];
  readonly refused: Refused[];
}

/** Entries by what became of the copies. */
function sorted(entries: readonly Move[], received: readonly Received[]): Sorted {
  const result: Sorted = { come: [], changed: [], outdated: [], refused: [] };
  for (const [index, move] of entries.entries()) {
    const answer = received[index];
    if (answer === undefined) throw new Error(`nothing was said of run ${move.run_id}`);
    if ("run_id" in answer) (answer.digest === move.digest ? result.come : result.outdated).push({ ...move, dest_run_id: answer.run_id });
    else if (answer.outcome === "changed" || answer.outcome === "gone") result.changed.push(move);
    else result.refused.push({ move, outcome: answer.outcome });
  }
  return result;
}

/** Notes in the entries how much moves. */
function counted(entries: readonly Move[], { moves }: MoveTools): Move[] {
  const [first] = entries;
  const sizes =
    first === undefined
      ? []
      : moves.sizes(
          first.op,
          entries.map(({ run_id }) => run_id),
        );
  return entries.map((entry) => {
    const size = sizes.find(({ run_id }) => run_id === entry.run_id);
    return size === undefined ? entry : { ...entry, note: countsText(size) };
  });
}

export const countsText = ({ tests, steps, data }: RunSize) => `tests=${tests} steps=${steps} data=${data}`;
