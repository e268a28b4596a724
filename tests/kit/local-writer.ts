import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { setUpArea } from "../../src/area/index.js";
import { Failure, makeLog } from "../../src/base/index.js";
import { openLocalRecords } from "../../src/cli/local-records.js";
import { findHomehost, isThisHost } from "../../src/homehost/index.js";
import { currentEnv } from "../../src/sys/index.js";

const syncPeriodMs = 100;

/**
 * `local-writer NAME PAUSE`: writes to the records of the area it is in, like `record-writer`, but only as long as this host is the homehost, and until
 * SIGTERM. Syncs often, so that it often makes the mark of unsynced records. Writes nothing while there is a file `pause`.
 */
async function main(): Promise<void> {
  const [name = "", pause = "20"] = process.argv.slice(2);
  const log = makeLog(
    (_level, line) => process.stderr.write(`${line}\n`),
    (level) => level <= 1,
  );
  const area = setUpArea({ env: currentEnv(), cwd: process.cwd(), log });
  const place = { toppath: area.toppath, areaName: area.name, keys: area.fields, log };
  let isOver = false;
  process.once("SIGTERM", () => {
    isOver = true;
  });
  let number = 0;
  while (!isOver) {
    const homehost = await findHomehost(area);
    if (homehost === undefined || !(await isThisHost(homehost.address))) return;
    const opened = Promise.resolve().then(() => openLocalRecords(place, { ...homehost, isPinned: false }));
    const records = await opened.catch(ifMoved);
    records?.startSyncing(syncPeriodMs);
    while (!isOver && records !== undefined) {
      const token = `${name}-${number}`;
      const done = await records.setRunLock(1, number % 2 === 0, token).then(() => true, ifMoved);
      if (done === undefined) break;
      process.stdout.write(`${token}\n`);
      number++;
      do await sleep(Number(pause) * Math.random());
      while (existsSync("pause"));
    }
    await records?.close();
  }
}

/** Nothing was done then, and the homehost is looked up again. */
function ifMoved(error: unknown): undefined {
  if (!(error instanceof Failure) || error.reason !== "moved") throw error;
}

void main();
