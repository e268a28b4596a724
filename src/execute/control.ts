import { type Ending, type Env, killTree, markerVariable, type Started, type Starter, type StartRequest } from "../sys/index.js";

/** Why a test was stopped from outside. */
export type StopReason = { readonly kind: "killed"; readonly comment: string } | { readonly kind: "interrupted" };

/** Seconds between SIGTERM and SIGKILL; spec 03 § 12. */
const graceMs = 5000;

/** The child processes of one test: starts them one after another, and ends them all when the test is stopped. */
export class ProcessControl {
  readonly #marker: string;
  readonly #start: Starter;
  #current: Started | undefined;
  #stopped: StopReason | undefined;
  #killing: Promise<unknown> | undefined;

  constructor(env: Env, start: Starter) {
    this.#start = start;
    this.#marker = env[markerVariable] ?? "";
  }

  /** Set when nothing more may be started. */
  get stopped(): StopReason | undefined {
    return this.#stopped;
  }

  /**
   * Runs a program to its end in its own process group.
   *
   * @param onStart gets the pid
   * @returns undefined when the test was stopped before or meanwhile
   */
  async run(request: StartRequest, onStart: (pid: number) => Promise<unknown>): Promise<Ending | undefined> {
    if (this.#stopped !== undefined) return undefined;
    this.#current = await this.#start(request);
    const { ended, pid } = this.#current;
    if (this.#stopped !== undefined) await this.#kill([pid]);
    await onStart(pid);
    const ending = await ended;
    this.#current = undefined;
    await this.#killing;
    return this.#stopped === undefined ? ending : undefined;
  }

  /** Ends all processes of the test, also those that were adopted by init or ignore SIGTERM. Later calls wait for the first. */
  async stop(reason: StopReason): Promise<void> {
    if (this.#stopped === undefined) {
      this.#stopped = reason;
      this.#killing = this.#kill(this.#current === undefined ? [] : [this.#current.pid]);
    }
    await this.#killing;
  }

  #kill(roots: readonly number[]): Promise<unknown> {
    return killTree(roots, { ...(this.#marker !== "" && { marker: this.#marker }), graceMs });
  }
}
