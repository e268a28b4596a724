import { readFileSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { messageOf } from "../../../../base/index.js";
import type { LogHit, SearchEnd, SearchNews } from "../../../../view/index.js";
import type { Expression } from "./expression.js";
import { beatsSize, type SearchReport, type SearchStarted, type SearchTask } from "./thread.js";

/** Times of a search in milliseconds; spec 06 § 25.4. */
export interface SearchLimits {
  /** Of the processor, for one line. */
  readonly line: number;
  /** For the whole search. */
  readonly search: number;
  /** Nobody asked for news: nobody wants the search any more. */
  readonly abandoned: number;
}

const searchLimits: SearchLimits = { line: 100, search: 30_000, abandoned: 10_000 };
const watchEveryMs = 25;
/** As long waits a question for news. */
const newsMs = 1000;
/** An expression that needs more memory ends its thread, not the dashboard. */
const maxOldGenerationSizeMb = 256;
/** The unit of processor times in `/proc`. */
const clockTickMs = 10;

/**
 * A search in a thread of its own, which is ended when an expression takes too long on a line: that cannot be stopped in any other way, and nobody
 * else must wait for it.
 */
export class Search {
  readonly #worker: Worker;
  readonly #beats = new SharedArrayBuffer(beatsSize);
  readonly #watch: NodeJS.Timeout;
  readonly #ended: () => void;
  readonly #bytes: number;
  readonly #startedAt = performance.now();
  #askedAt = performance.now();
  #thread: string | undefined;
  #lastBeat = -1;
  #lineTime = 0;
  #hits: LogHit[] = [];
  #lines: number[] = [];
  #count = 0;
  #searched = 0;
  #end: SearchEnd = { kind: "searching" };
  #wake: (() => void)[] = [];

  /**
   * @param program the script of the thread, which calls `runSearch`
   * @param ended called once, when the file is not read any more
   */
  constructor(
    program: string,
    task: { readonly fd: number; readonly bytes: number; readonly expression: Expression; readonly context: number },
    ended: () => void,
    readonly limits = searchLimits,
  ) {
    this.#ended = ended;
    this.#bytes = task.bytes;
    this.#worker = new Worker(program, {
      workerData: { ...task, beats: this.#beats } satisfies SearchTask,
      resourceLimits: { maxOldGenerationSizeMb },
    });
    this.#worker.on("message", (message: SearchStarted | SearchReport) => this.#receive(message));
    this.#worker.on("error", (error) => this.#finish({ kind: "failed", why: messageOf(error) }));
    this.#worker.once("exit", this.#ended);
    this.#watch = setInterval(() => this.#look(), watchEveryMs);
  }

  /**
   * What was found after the first `since` hits; waits a moment when there is nothing new.
   *
   * @param signal nobody waits any more
   */
  async news(since: number, signal: AbortSignal): Promise<SearchNews> {
    this.#askedAt = performance.now();
    if (this.#known <= since && this.#end.kind === "searching") await this.#somethingNew(signal);
    this.#askedAt = performance.now();
    const known = this.#known;
    return {
      end: this.#end,
      hits: this.#hits.slice(since),
      lines: this.#lines.slice(Math.max(0, since - this.#hits.length)),
      count: this.#count,
      searched: this.#searched,
      bytes: this.#bytes,
      next: known,
    };
  }

  /** Ends the thread, whatever it does. */
  stop(): void {
    this.#finish({ kind: "complete" });
  }

  /** Whether nobody asked for news lately. */
  get isAbandoned(): boolean {
    return performance.now() - this.#askedAt >= this.limits.abandoned;
  }

  get #known(): number {
    return this.#hits.length + this.#lines.length;
  }

  #receive(message: SearchStarted | SearchReport): void {
    if (!("isComplete" in message)) {
      this.#thread = message.thread;
      return;
    }
    this.#hits.push(...message.hits);
    for (const line of message.lines) this.#lines.push(line);
    this.#count = message.count;
    this.#searched = message.searched;
    if (message.isComplete) this.#finish({ kind: "complete" });
    else if (message.hits.length > 0) this.#wakeAll();
  }

  #finish(end: SearchEnd): void {
    if (this.#end.kind === "searching") this.#end = end;
    clearInterval(this.#watch);
    void this.#worker.terminate();
    this.#wakeAll();
  }

  #wakeAll(): void {
    for (const wake of this.#wake.splice(0)) wake();
  }

  async #somethingNew(signal: AbortSignal): Promise<void> {
    await new Promise<void>((done) => {
      const wake = () => {
        clearTimeout(timer);
        signal.removeEventListener("abort", wake);
        done();
      };
      const timer = setTimeout(wake, newsMs);
      this.#wake.push(wake);
      signal.addEventListener("abort", wake, { once: true });
    });
  }

  #look(): void {
    const now = performance.now();
    const [beat = 0, line = 0] = new Float64Array(this.#beats);
    const time = this.#processorTime();
    if (beat !== this.#lastBeat) this.#lineTime = time;
    this.#lastBeat = beat;
    if (beat > 0 && time - this.#lineTime >= this.limits.line) this.#finish({ kind: "slow-line", line });
    else if (now - this.#startedAt >= this.limits.search) this.#finish({ kind: "slow-search" });
    else if (this.isAbandoned) this.stop();
  }

  /** Of the thread, so that a busy machine does not end a decent search; by the clock where the system does not say. */
  #processorTime(): number {
    if (this.#thread === undefined) return performance.now();
    try {
      const fields = readFileSync(`/proc/self/task/${this.#thread}/stat`, "latin1")
        .replace(/^.*\) /, "")
        .split(" ");
      // After the name: state is field 0, user time 11, system time 12.
      return (Number(fields[11]) + Number(fields[12])) * clockTickMs;
    } catch {
      // It has ended.
      return this.#lineTime;
    }
  }
}
