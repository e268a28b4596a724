import { createInterface } from "node:readline";
import { currentEnv, keepHeapSmall, type SpawnOrder, type SpawnReport, startHere } from "../sys/index.js";

/** The helper process of `spawnerStarter`: starts what it is told to, line by line, and reports. Ends when its input does; programs go on. */
keepHeapSmall();
const env = currentEnv();
const report = (line: SpawnReport) => process.stdout.write(`${JSON.stringify(line)}\n`);
process.stdout.on("error", () => process.exit(1));
const input = createInterface({ input: process.stdin });
input.on("line", (line) => void carryOut(JSON.parse(line)));
input.on("close", () => process.exit(0));

async function carryOut({ id, set, unset, ...request }: SpawnOrder): Promise<void> {
  const own = { ...env, ...set };
  for (const name of unset) delete own[name];
  try {
    const { pid, ended } = await startHere({ ...request, env: own });
    report({ id, pid });
    report({ id, ending: await ended });
  } catch (error) {
    report({ id, error: error instanceof Error ? error.message : String(error) });
  }
}
