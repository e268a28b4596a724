import { uptime } from "node:os";
import { Failure } from "../base/index.js";
import type { Move, MovePhase } from "../store/index.js";
import { hostName, isAlive, startTimeOf } from "../sys/index.js";
import { anew, carry, leaveAndFinish, type MoveResult } from "./move-runs.js";
import { isGone, type MoveTools, wayOf } from "./move-ways.js";

/** What became of a move that was interrupted. */
export type ResumeResult =
  | MoveResult
  /** Its destination is gone; the run is where it was. */
  | { readonly kind: "given-up"; readonly move: Move };

/**
 * Finishes all moves of an area that were interrupted.
 *
 * @throws Failure `busy` when a living process is at one; `no-area` when runs have left and the area where they are cannot be found
 * @see spec 04 § 23.5
 */
export async function resumeMoves(tools: MoveTools): Promise<ResumeResult[]> {
  const open = tools.moves.open();
  if (open.length === 0) return [];
  const held = open.find(isHeld);
  if (held !== undefined) {
    throw new Failure("busy", `area is busy: process ${held.pid} on ${held.host} moves run ${held.target}/${held.runname}; let it end, or end it`);
  }
  const results: ResumeResult[] = [];
  for (const group of grouped(await tools.moves.takeOver(open))) results.push(...(await resume(group, tools)));
  return results;
}

/** The maintenance lock, which we hold, has expired for that process, but it lives; a later one with its pid does not count. */
function isHeld({ host, pid, updated }: Move): boolean {
  if (host !== hostName() || pid === process.pid || !isAlive(pid, 0)) return false;
  const began = Date.now() / 1000 - uptime() + startTimeOf(pid) / ticksPerSecond;
  return began <= updated + 1;
}

const ticksPerSecond = 100;

/** Those that can go on together. */
function grouped(moves: readonly Move[]): Move[][] {
  const groups = new Map<string, Move[]>();
  for (const move of moves) {
    const key = JSON.stringify([move.op, move.dest, move.phase]);
    groups.set(key, [...(groups.get(key) ?? []), move]);
  }
  return [...groups.values()];
}

async function resume(moves: readonly Move[], tools: MoveTools): Promise<ResumeResult[]> {
  const [first] = moves;
  if (first === undefined) return [];
  if (first.op === "move" && (await isGone(first.dest, tools))) return withoutDestination(moves, first.phase, tools);
  switch (first.phase) {
    case "copy":
      return carry(await anew(moves, tools), tools);
    case "remove": {
      const { moved, changed } = await leaveAndFinish(moves, tools);
      return [...moved, ...(await carry(await anew(changed, tools), tools))];
    }
    case "publish":
      await wayOf(first.op, first.dest, tools).finish(moves);
      return moves.map((move) => ({ kind: "moved", move }));
    case "done":
      return [];
    default:
      return first.phase satisfies never;
  }
}

/** As long as the area database has a run, it stays. */
async function withoutDestination(moves: readonly Move[], phase: MovePhase, tools: MoveTools): Promise<ResumeResult[]> {
  const names = moves.map(({ target, runname }) => `${target}/${runname}`).join(", ");
  if (phase === "publish") {
    throw new Failure(
      "no-area",
      `${names} moved to ${moves[0]?.dest}, where no area can be found now: make it reachable and give the same command again`,
    );
  }
  if (phase === "remove") for (const move of moves) await tools.moves.putBack(move);
  await tools.moves.drop(moves);
  return moves.map((move) => ({ kind: "given-up", move }));
}
