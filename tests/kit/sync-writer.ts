import { writeSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { makeLog } from "../../src/base/index.js";
import { type OpenOptions, openRecords } from "../../src/store/index.js";

/**
 * `sync-writer NAME OPTIONS`: writes records as fast as it may until it is killed, and syncs all the time. After each write that was reported as done it
 * prints the row of its own in `access_log`, which nothing merges, and the comment that it has set at the test that belongs to it.
 */
async function main(): Promise<void> {
  const [name = "", optionsText = "", testText = "1"] = process.argv.slice(2);
  const options: Omit<OpenOptions, "log"> = JSON.parse(optionsText);
  const log = makeLog(
    (_level, line) => void writeSync(2, `${line}\n`),
    (level) => level <= 1,
  );
  const records = openRecords({ ...options, log });
  records.startSyncing(20);
  for (let number = 0; ; number++) {
    const token = `${name}-${number}`;
    await Promise.all([records.setRunLock(1, true, token), records.setTestFields(Number(testText), { comment: token })]);
    writeSync(1, `${token}\n`);
    // What keeps it from that is told by the pusher.
    if (Math.random() < 0.2) await records.sync({ ifDue: true }).catch(() => 0);
    await sleep(Math.random() * 10);
  }
}

void main();
