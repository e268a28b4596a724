import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { withMaintenanceLock } from "../area/index.js";
import { Failure, messageOf } from "../base/index.js";
import { checkAreaDatabase, lockAreaDatabase, prepareLive } from "../store/index.js";
import { makeDirectories, userName } from "../sys/index.js";
import { activityConditions } from "./activity.js";
import { decisionOf, type Move } from "./condition.js";
import { decide, noServer } from "./decision.js";
import { type Homehost, readNow, removeHomehost, removeUnfinished, replaceHomehost } from "./file.js";
import { flushOld } from "./flush.js";
import { nextEpoch } from "./hand-over.js";
import type { Job, MoveTools } from "./job.js";
import { hasSeenMigration, takeMigrationLock, waitForMigration } from "./migration-lock.js";
import { isThereAlready, permissions } from "./permissions.js";

/** What became of a move. */
export type MoveOutcome =
  /** Without `to` a homehost that is to be retired went: there is none until another host works in the area. */
  | { readonly kind: "moved"; readonly from: string; readonly to: string | undefined }
  | { readonly kind: "there"; readonly at: string }
  | { readonly kind: "stays"; readonly at: string; readonly reasons: readonly string[] };

/** What a user is told of a move. */
export function moveText({ from, to }: Extract<MoveOutcome, { kind: "moved" }>): string {
  return to === undefined
    ? `homehost ${from} is retired: the next other host that works in the area becomes the homehost`
    : `homehost moved from ${from} to ${to}`;
}

interface Step {
  readonly name: string;
  /** Does it; the reason to stop, if there is one. Whatever stops before the commit point leaves the old homehost. */
  run(job: Job): Promise<string | undefined> | string | undefined;
}

/** The steps of a move, all of them under both locks; spec 04 § 25.3 has them from 2 to 7. */
export const moveSteps: readonly Step[] = [
  { name: "decide", run: decideAgain },
  { name: "flush", run: flushOld },
  { name: "check", run: check },
  { name: "build", run: build },
  { name: "commit", run: commit },
  { name: "note", run: note },
];

/**
 * Moves the homehost if all conditions hold. Killed at any point it leaves the old homehost or the new one, with every record, and locks that are taken
 * for stale: see DESIGN.md.
 *
 * @throws Failure only for what has nothing to do with the move, e.g. a mistake in the configuration
 * @see spec 04 § 25.3
 */
export async function migrate(move: Move, tools: MoveTools, steps: readonly Step[] = moveSteps): Promise<MoveOutcome> {
  const { area, from, to } = move;
  if (await isThereAlready(move)) return { kind: "there", at: from.address };
  if (hasSeenMigration(area.toppath)) return { kind: "stays", at: from.address, reasons: [justMoved] };
  const { reasons } = await decide(move, tools.version);
  if (reasons.length > 0) return { kind: "stays", at: from.address, reasons };
  const what = `homehost ${from.address} -> ${to?.address ?? "-"}`;
  const reason = await withMaintenanceLock(area.toppath, what, tools.log, () => underLock(move, tools, steps)).catch(reasonOf);
  if (reason !== undefined) return { kind: "stays", at: from.address, reasons: [reason] };
  return { kind: "moved", from: from.address, to: to?.address };
}

const justMoved = "another process was just moving it; look where it is now before you move it again";

function reasonOf(error: unknown): string {
  if (error instanceof Failure) return error.message;
  throw error;
}

async function underLock(move: Move, tools: MoveTools, steps: readonly Step[]): Promise<string | undefined> {
  const { from, area } = move;
  const lock = takeMigrationLock(area.toppath, from.address);
  if (lock === undefined) {
    await waitForMigration(area.toppath);
    return justMoved;
  }
  try {
    const job = { move, tools, lock, epoch: nextEpoch(area.toppath, from) };
    for (const step of steps) {
      tools.log.info(2, `moving the homehost: ${step.name}`);
      const reason = await step.run(job);
      if (reason !== undefined) return reason;
    }
    return undefined;
  } finally {
    lock.release();
  }
}

/** Somebody else may have moved it, or begun to work, while we waited for the locks. */
async function decideAgain({ move, tools }: Job): Promise<string | undefined> {
  const { toppath } = move.area;
  removeUnfinished(toppath);
  if (!isUnchanged(move)) return changedText(toppath);
  const { reasons } = decisionOf([...(await permissions(move)), ...activityConditions(move), await noServer(toppath, tools.version)]);
  return reasons[0];
}

/** The flush may have brought to light what nobody could know before. */
function check({ move }: Job): string | undefined {
  checkAreaDatabase(move.area.toppath);
  return decisionOf(activityConditions(move)).reasons[0];
}

/** The live database of the new homehost; another host makes it when it is first used there. */
function build({ move: { area, to }, tools, epoch }: Job): undefined {
  if (to?.isThisHost !== true) return;
  prepareLive({ toppath: area.toppath, areaName: area.name, keys: area.fields, log: tools.log, version: tools.version, epoch });
}

/**
 * megatest.db is locked meanwhile: so of several that believe to hold `.homehost.lock`, since clocks and disks may deceive, one is first, and the others see
 * what it did. A new epoch is never given away twice.
 */
function commit({ move, lock, epoch }: Job): string | undefined {
  const { toppath } = move.area;
  return lockAreaDatabase(toppath, (database) => {
    if (!lock.isHeld()) return "its lock was taken away, because this process seemed to be dead";
    if (!isUnchanged(move)) return changedText(toppath);
    if (move.to !== undefined) replaceHomehost(toppath, { address: move.to.address, epoch });
    else {
      database.setEpoch(epoch);
      removeHomehost(toppath);
    }
    return undefined;
  });
}

function isUnchanged({ area, from }: Move): boolean {
  const now = readNow(area.toppath);
  return now?.address === from.address && now.epoch === from.epoch;
}

function changedText(toppath: string): string {
  const now: Homehost | undefined = readNow(toppath);
  return `meanwhile ${now === undefined ? "there is no homehost any more" : `${now.address} became the homehost`}`;
}

/** It has moved: what fails now is only told. */
function note({ move: { area, from, to }, tools }: Job): undefined {
  const line = `${Math.floor(Date.now() / 1000)} ${userName()} ${from.address} -> ${to?.address ?? "-"}\n`;
  try {
    makeDirectories(join(area.toppath, "logs"));
    appendFileSync(join(area.toppath, "logs", "homehost.log"), line);
  } catch (error) {
    tools.log.warn(`cannot note the move of the homehost in logs/homehost.log: ${messageOf(error)}`);
  }
}
