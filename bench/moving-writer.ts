import { makeLog } from "../src/base/index.js";
import { openRecords } from "../src/store/index.js";

// Writes a step to a run of its own every few milliseconds, until its input ends; then tells how long 99 of 100 writes took at most, in milliseconds.

const log = makeLog(
  (_level, line) => process.stderr.write(`${line}\n`),
  () => false,
);
const toppath = process.argv[2] ?? "";
const records = openRecords({ toppath, areaName: "bench", cacheRoot: `${toppath}-cache`, log, version: "1.6590-0000" });
const runId = await records.registerRun({ target: ["x"], runname: "writer", owner: "bench" });
const [test] = await records.registerTests(runId, [{ testname: "t", item_path: "" }]);
if (test === undefined) throw new Error("no test was registered");
records.startSyncing(5000);
let isOver = false;
process.stdin.on("end", () => {
  isOver = true;
});
process.stdin.resume();
process.stdout.write("ready\n");
const waits: number[] = [];
while (!isOver) {
  const began = performance.now();
  await records.recordStep(test.id, { stepname: `s${waits.length % 100}`, state: "end", status: "0" });
  waits.push(performance.now() - began);
  await new Promise((done) => setTimeout(done, 5));
}
await records.close();
process.stdout.write(`${waits.sort((a, b) => a - b)[Math.floor(waits.length * 0.99)] ?? 0}\n`);
