import { parentPort, workerData } from "node:worker_threads";
import { makeLog } from "../base/index.js";
import { carryOutSync, type PusherOrder, type PusherReport } from "../server/index.js";
import { openLocalRecords } from "./local-records.js";

/** What the thread is given. */
export interface PusherData {
  readonly area: Omit<Parameters<typeof openLocalRecords>[0], "log">;
  readonly homehost: Parameters<typeof openLocalRecords>[1];
  readonly periodMs: number;
}

/** The thread of a server that syncs: see `threadPusher`. */
const { area, homehost, periodMs } = workerData as PusherData;
const report = (line: PusherReport) => parentPort?.postMessage(line);
const log = makeLog(
  (level, line) => report({ level, line }),
  () => true,
);
const records = openLocalRecords({ ...area, log }, homehost);
records.startSyncing(periodMs);
parentPort?.on("message", async (order: PusherOrder) => {
  if (order !== "end") return report(await carryOutSync(records, order));
  await records.close();
  parentPort?.close();
});
