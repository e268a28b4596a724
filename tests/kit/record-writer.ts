import { setTimeout as sleep } from "node:timers/promises";
import { setUpArea } from "../../src/area/index.js";
import { makeLog } from "../../src/base/index.js";
import { openAreaRecords } from "../../src/cli/open.js";
import { currentEnv } from "../../src/sys/index.js";

/**
 * `record-writer PROGRAM NAME PAUSE`: writes to the records of the area it is in, as commands do, until SIGTERM; prints the name of each write when it is done.
 * Every one is a row of its own in `access_log`, which nothing merges: so a write that is lost or done twice can be seen.
 */
async function main(): Promise<void> {
  const [program = "", name = "", pause = "20"] = process.argv.slice(2);
  const log = makeLog(
    (_level, line) => process.stderr.write(`${line}\n`),
    (level) => level <= 1,
  );
  const records = await openAreaRecords(setUpArea({ env: currentEnv(), cwd: process.cwd(), log }), { program });
  let isOver = false;
  process.once("SIGTERM", () => {
    isOver = true;
  });
  const [run] = await records.runs({});
  for (let number = 0; !isOver; number++) {
    const token = `${name}-${number}`;
    await records.setRunLock(run?.id ?? -1, number % 2 === 0, token);
    process.stdout.write(`${token}\n`);
    await sleep(Number(pause));
  }
  await records.close();
}

void main();
