import { closeSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import * as z from "zod/mini";
import { isoWeek, messageOf } from "../base/index.js";
import { decodePayload } from "../launch/index.js";
import type { Env } from "../sys/index.js";
import { type Execution, executeTest } from "./execute-test.js";
import type { ExecutorHost } from "./host.js";

const handOver = z.object({
  encoded: z.string(),
  claimant: z.object({ host: z.string(), pid: z.number(), started: z.number() }),
  launcher: z.enum(["built-in", "nbfake"]),
  set: z.record(z.string(), z.string()),
  unset: z.array(z.string()),
});

/**
 * The local executor: takes tests line by line from `input` and executes them side by side; resolves when the input has ended and the
 * last test too.
 *
 * @param signal ends all tests as INCOMPLETE
 */
export async function serveTests(host: ExecutorHost, input: Readable, signal: AbortSignal): Promise<void> {
  const running = new Set<Execution>();
  const ended = new Set<Promise<unknown>>();
  signal.addEventListener("abort", () => {
    input.destroy();
    for (const execution of running) void execution.interrupt();
  });
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    const job = parseLine(host, line);
    if (job === undefined) continue;
    const execution = executeTest(host, job);
    running.add(execution);
    const done = execution.ended
      .catch((error) => host.log.error(`executing ${line.slice(0, 80)}…: ${messageOf(error)}`))
      .finally(() => {
        running.delete(execution);
        ended.delete(done);
        closeSync(job.fd);
        tellRunner();
      });
    ended.add(done);
    if (signal.aborted) break;
  }
  await Promise.all(ended);
}

/** One byte for each test that has ended; the runner may be gone. */
function tellRunner(): void {
  try {
    writeSync(1, ".");
  } catch {
    // Nobody listens any more.
  }
}

function parseLine(host: ExecutorHost, line: string) {
  try {
    const { encoded, claimant, launcher, set, unset } = handOver.parse(JSON.parse(line));
    const env: Env = { ...host.env, ...set };
    for (const name of unset) delete env[name];
    const name = launcher === "nbfake" ? nbfakeLogName(new Date()) : "mt_launch.log";
    const payload = decodePayload(encoded);
    const output = join(payload.workArea, name);
    const fd = openSync(output, "a");
    return { payload, encoded, claimant, env, output, fd, log: host.logTo(fd) };
  } catch (error) {
    host.log.error(`cannot take over a test: ${messageOf(error)}`);
    return undefined;
  }
}

/** `NBFAKE-<ISO year>WW<ISO week>.<weekday>_<HH:MM:SS>`; spec 03 § 24. */
function nbfakeLogName(date: Date): string {
  const { year, week } = isoWeek(date);
  const two = (value: number) => String(value).padStart(2, "0");
  return `NBFAKE-${year}WW${two(week)}.${date.getDay() || 7}_${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}
