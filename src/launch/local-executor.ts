import { closeSync, openSync } from "node:fs";
import { Socket } from "node:net";
import { join } from "node:path";
import type { ProcessIdentity } from "../store/index.js";
import { type Env, environmentDifference, makeDirectories, type Running, start } from "../sys/index.js";
import type { LaunchJob } from "./launch.js";

/** One line to the local executor: which test, and how its environment differs from the executor's. */
export interface HandOver {
  readonly encoded: string;
  /** The process that claimed the test. */
  readonly claimant: ProcessIdentity;
  readonly launcher: "built-in" | "nbfake";
  readonly set: Env;
  readonly unset: readonly string[];
}

/**
 * The built-in launcher: one detached process that supervises many tests. It gets them line by line on its stdin, so it outlives us: when we
 * die, it finishes what it has and ends.
 *
 * @see design: executor
 */
export class LocalExecutor {
  readonly #process: Running;
  readonly #baseEnv: Env;

  private constructor(running: Running, baseEnv: Env) {
    this.#process = running;
    this.#baseEnv = baseEnv;
  }

  /**
   * @param program arguments that start megatest, e.g. node and its script
   * @param env the run's environment; hand-overs carry only what differs
   */
  static async start(options: {
    readonly program: readonly [string, ...string[]];
    readonly toppath: string;
    readonly env: Env;
    readonly passedOn: readonly string[];
  }): Promise<LocalExecutor> {
    const logs = join(options.toppath, "logs");
    makeDirectories(logs);
    const output = openSync(join(logs, "executor.log"), "a");
    try {
      const [program, ...args] = options.program;
      const running = await start(program, [...args, "-execute", "-", ...options.passedOn], {
        env: options.env,
        cwd: options.toppath,
        stdio: ["pipe", "pipe", output],
        detached: true,
      });
      // Nothing of it may keep us alive: it goes on without us.
      running.child.unref();
      for (const pipe of [running.child.stdin, running.child.stdout]) {
        pipe?.on("error", () => {});
        if (pipe instanceof Socket) pipe.unref();
      }
      return new LocalExecutor(running, options.env);
    } finally {
      closeSync(output);
    }
  }

  /** Calls back whenever a test has ended; that saves us from looking at the records all the time. */
  onTestEnded(callback: () => void): void {
    this.#process.child.stdout?.on("data", callback);
  }

  /** Settles when the process has ended, however. */
  get ended(): Promise<unknown> {
    return this.#process.ended;
  }

  get pid(): number {
    return this.#process.pid;
  }

  /** Hands a test over; resolves when the line has left this process. */
  handOver(job: LaunchJob, launcher: "built-in" | "nbfake", claimant: ProcessIdentity): Promise<void> {
    const line: HandOver = { encoded: job.encoded, claimant, launcher, ...environmentDifference(this.#baseEnv, job.env) };
    return new Promise((resolve) => {
      this.#process.child.stdin?.write(`${JSON.stringify(line)}\n`, () => resolve());
    });
  }

  /** No more tests will come; it ends by itself. */
  release(): void {
    this.#process.child.stdin?.end();
  }
}
