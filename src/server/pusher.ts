import { Worker } from "node:worker_threads";
import { Failure, type Log } from "../base/index.js";
import { errorOf, type Refusal, refusalOf } from "../rpc/index.js";
import type { LocalRecords, Records } from "../store/index.js";
import type { Pusher } from "./server.js";

/** To the thread: sync, or end. */
export type PusherOrder = { readonly id: number; readonly options: Parameters<Records["sync"]>[0] } | "end";

/** From the thread: how a sync went, or a line for the log. */
export type PusherReport =
  | { readonly id: number; readonly rows: number }
  | { readonly id: number; readonly refusal: Refusal }
  | { readonly level: number; readonly line: string };

/** Milliseconds that the thread may take to end. */
const endMs = 5000;

interface Waiting {
  readonly resolve: (rows: number) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Syncs in a thread of its own, with a connection of its own, so that clients need not wait for it. Should the thread fail, the server does it itself.
 *
 * @param program the script of the thread
 * @param data for it; see `src/cli/pusher.ts`
 */
export function threadPusher(
  program: string,
  data: unknown,
  records: LocalRecords,
  options: { readonly periodMs: number; readonly log: Log },
): Pusher {
  const { log, periodMs } = options;
  const waiting = new Map<number, Waiting>();
  const worker = new Worker(program, { workerData: data });
  let isRunning = true;
  let nextId = 1;
  worker.on("message", (report: PusherReport) => {
    if ("line" in report) return log.print(report.level, report.line);
    const order = waiting.get(report.id);
    waiting.delete(report.id);
    if ("rows" in report) order?.resolve(report.rows);
    else order?.reject(errorOf(report.refusal));
  });
  worker.on("error", (error) => log.error(`the thread that syncs failed, the server goes on without it: ${error.stack ?? error.message}`));
  const ended = new Promise<void>((resolve) => {
    worker.once("exit", (code) => {
      isRunning = false;
      if (code !== 0) records.startSyncing(periodMs);
      for (const { reject } of waiting.values()) reject(new Failure("server", "the sync was broken off"));
      resolve();
    });
  });
  return {
    sync: (syncOptions) => {
      if (!isRunning) return records.sync(syncOptions);
      const id = nextId++;
      worker.postMessage({ id, options: syncOptions } satisfies PusherOrder);
      return new Promise((resolve, reject) => waiting.set(id, { resolve, reject }));
    },
    stop: async () => {
      if (isRunning) worker.postMessage("end" satisfies PusherOrder);
      const timer = setTimeout(() => void worker.terminate(), endMs);
      await ended;
      clearTimeout(timer);
    },
  };
}

/** The same in the server's own thread. */
export function ownPusher(records: LocalRecords, periodMs: number): Pusher {
  records.startSyncing(periodMs);
  return { sync: (options) => records.sync(options), stop: async () => {} };
}

/** What the thread answers to an order. */
export async function carryOutSync(records: LocalRecords, order: Exclude<PusherOrder, "end">): Promise<PusherReport> {
  try {
    return { id: order.id, rows: await records.sync(order.options) };
  } catch (error) {
    const bug: Refusal = { ok: false, err: "error", msg: error instanceof Error ? (error.stack ?? error.message) : String(error) };
    return { id: order.id, refusal: refusalOf(error) ?? bug };
  }
}
