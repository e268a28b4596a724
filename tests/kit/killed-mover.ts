import { setUpArea } from "../../src/area/index.js";
import { makeLog } from "../../src/base/index.js";
import { bestAddress } from "../../src/homehost/address.js";
import { findHomehost } from "../../src/homehost/homehost.js";
import { migrate, moveSteps } from "../../src/homehost/migrate.js";
import { currentEnv } from "../../src/sys/index.js";

/** `killed-mover PROGRAM STEP [leave]`: moves the homehost of the area it is in to this host, or away from it, and dies when the step is done. */
async function main(): Promise<void> {
  const [megatest = "", lastStep, leave] = process.argv.slice(2);
  const log = makeLog(
    (_level, line) => process.stderr.write(`${line}\n`),
    (level) => level <= 1,
  );
  const area = setUpArea({ env: currentEnv(), cwd: process.cwd(), log });
  const from = await findHomehost(area);
  if (from === undefined) throw new Error("there is no homehost");
  const to = leave === "leave" ? undefined : { address: await bestAddress(), isThisHost: true };
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
