import { readlinkSync } from "node:fs";
import type { MessagePort } from "node:worker_threads";
import type { LogHit } from "../../../../view/index.js";
import type { Expression } from "./expression.js";
import { searchLines } from "./search-lines.js";

/** What a thread is to search. */
export interface SearchTask {
  /** Of this process; stays open as long as the thread lives. */
  readonly fd: number;
  readonly bytes: number;
  readonly expression: Expression;
  readonly context: number;
  /** Of {@link beatsSize} numbers, shared: how often the expression was tried, and on which line it is. */
  readonly beats: SharedArrayBuffer;
}

export const beatsSize = 2 * Float64Array.BYTES_PER_ELEMENT;

/** Hits that come with their text; of the others only the line, of the rest only the count. Spec 06 § 25.4 */
const textHits = 1000;
const numberedHits = 100_000;

/** What a thread found since its last report. */
export interface SearchReport {
  readonly hits: readonly LogHit[];
  readonly lines: readonly number[];
  readonly count: number;
  readonly searched: number;
  readonly isComplete: boolean;
}

/** The first message: which thread of the system it is, to see its processor time. */
export interface SearchStarted {
  /** Undefined where the system does not say. */
  readonly thread?: string;
}

const reportEveryMs = 100;

/** Does a search and tells of it until the thread ends. */
export function runSearch(port: MessagePort, { fd, bytes, expression, context, beats }: SearchTask): void {
  port.postMessage(started() satisfies SearchStarted);
  const beat = new Float64Array(beats);
  let hits: LogHit[] = [];
  let lines: number[] = [];
  let count = 0;
  let searched = 0;
  let reported = 0;
  const report = (isComplete: boolean) => {
    port.postMessage({ hits, lines, count, searched, isComplete } satisfies SearchReport);
    hits = [];
    lines = [];
    reported = performance.now();
  };
  searchLines(fd, bytes, expression, context, {
    beat: (line) => {
      beat[1] = line;
      beat[0] = (beat[0] ?? 0) + 1;
    },
    get wantsText() {
      return count < textHits;
    },
    hit: (line, hit) => {
      count++;
      if (hit !== undefined && count <= textHits) hits.push(hit);
      else if (count <= numberedHits) lines.push(line);
      // What is told is not lost when an expression gets stuck on the next line.
      if (performance.now() - reported >= reportEveryMs) report(false);
    },
    searched: (until) => {
      searched = until;
      if (performance.now() - reported >= reportEveryMs) report(false);
    },
  });
  report(true);
}

function started(): SearchStarted {
  try {
    return { thread: readlinkSync("/proc/thread-self").split("/").at(-1) ?? "" };
  } catch {
    return {};
  }
}
