import { basename } from "node:path";
import { withMaintenanceLock } from "../../src/area/index.js";
import { makeLog } from "../../src/base/index.js";
import { moveSelected, resumeMoves, sized } from "../../src/history/index.js";
import type { MoveStep } from "../../src/history/move-ways.js";
import type { MoveOp } from "../../src/store/index.js";
import { openCompletedRecords, openMoves, openRecords } from "../../src/store/index.js";
import { randomNumbers } from "./random.js";

const log = makeLog(
  (_level, line) => process.stderr.write(`${line}\n`),
  (level) => level === 0,
);
const [area = "", attic = "", what = "", lastStep] = process.argv.slice(2);

/**
 * `run-mover AREA ATTIC SEED` moves runs named r… to and fro between an area, its completed runs and another area for ever, and prints each step.
 * `run-mover AREA ATTIC OP STEP` does one kind of move to all of them, and dies when the step is done for the first time.
 */
async function main(): Promise<void> {
  if (lastStep !== undefined) {
    await moveAll(
      area,
      what as MoveOp,
      attic,
      () => true,
      (step) => {
        if (step === lastStep) process.kill(process.pid, "SIGKILL");
      },
    );
    throw new Error("it was to die");
  }
  const random = randomNumbers(Number(what));
  const kinds = [
    [area, "reduce"],
    [area, "restore"],
    [area, "move"],
    [attic, "move"],
  ] as const;
  for (;;) {
    const [from, op] = kinds[Math.floor(random() * kinds.length)] ?? kinds[0];
    const share = random();
    await moveAll(
      from,
      op,
      from === area ? attic : area,
      () => random() < share,
      (step) => process.stdout.write(`${step}\n`),
    );
  }
}

const open = (toppath: string) => {
  const keys = ["SYS", "RELEASE"].map((name) => ({ name, type: "TEXT" }));
  return openRecords({ toppath, areaName: basename(toppath), keys, log, version: "1.6590-test" });
};

async function moveAll(from: string, op: MoveOp, to: string, isChosen: () => boolean, reached: (step: MoveStep) => void): Promise<void> {
  const [records, destination] = [open(from), open(to)];
  const moves = await openMoves(records, { areaName: basename(from), user: "ann" });
  const tools = { moves, destination: async () => destination, reached };
  await withMaintenanceLock(from, "run-mover", log, async () => {
    await resumeMoves(tools);
    const there = op === "restore" ? openCompletedRecords({ toppath: from, log }) : records;
    const found = (await there?.runs({ runname: "r%" })) ?? [];
    const rule = { records: there ?? records, runnersOf: async () => [], age: undefined };
    const request = sized({ op, dest: op === "move" ? to : from, runs: found.filter(isChosen), rule }, tools);
    for await (const outcome of moveSelected(request, tools)) if (outcome.kind === "skipped") log.error(`${outcome.run.runname}: ${outcome.reason}`);
    if (there !== records) await there?.close();
  });
  moves.close();
  await records.close();
  await destination.close();
}

void main();
