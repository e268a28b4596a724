import { setUpArea } from "../../src/area/index.js";
import { makeLog } from "../../src/base/index.js";
import { bestAddress } from "../../src/homehost/address.js";
import { findHomehost } from "../../src/homehost/homehost.js";
import { migrate, moveSteps } from "../../src/homehost/migrate.js";
import { currentEnv } from "../../src/sys/index.js";

/** `killed-mover PROGRAM STEP`: moves the homehost of the area it is in to this host, and dies when the step is done. */
async function main(): Promise<void> {
  const [megatest = "", lastStep] = process.argv.slice(2);
  const log = makeLog(
    (_level, line) => process.stderr.write(`${line}\n`),
    (level) => level <= 1,
  );
  const area = setUpArea({ env: currentEnv(), cwd: process.cwd(), log });
  const from = await findHomehost(area);
  if (from === undefined) throw new Error("there is no homehost");
  const to = { address: await bestAddress(), isThisHost: true };
  const steps = moveSteps.map((step) => ({
    ...step,
    run: async (...job: Parameters<typeof step.run>) => {
      const reason = await step.run(...job);
      if (step.name === lastStep) process.kill(process.pid, "SIGKILL");
      return reason;
    },
  }));
  const outcome = await migrate({ area, from, to, isAutomatic: false, force: false }, { log, megatest, version: "1.6590-test" }, steps);
  throw new Error(`it was to die: ${JSON.stringify(outcome)}`);
}

void main();
