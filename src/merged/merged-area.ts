import { Failure, type Log } from "../base/index.js";
import type { RunRecord } from "../model/index.js";
import type { LocalRecords, RecordsReader, RunSelector } from "../store/index.js";

/** Those of this host can give whole runs too. */
export type ReadRecords = RecordsReader & Partial<Pick<LocalRecords, "wholeRuns">>;

/** An area that is open for reading. */
export interface Opened {
  /** By which the runs that were made there are known elsewhere: the area's own. */
  readonly areaName: string;
  /** Of the area alone. */
  readonly records: ReadRecords;
  close?(): Promise<void>;
}

/** Why an area cannot be read. */
export interface AreaProblem {
  readonly message: string;
  /** Epoch seconds. */
  readonly since: number;
  /** When it was read last; epoch seconds. */
  readonly read?: number;
}

export interface MergedAreaOptions<O extends Opened> {
  /** The first part of the targets of its runs. */
  readonly name: string;
  /** Whether nothing can be shown without it. */
  readonly isOwn: boolean;
  /** Throws a Failure while it cannot be read; `not-found` when there is just nothing in it yet. */
  readonly open: () => O;
  /** What is open, in words that differ when that is another file now; throws a Failure when there is none. Without it what is open stays so. */
  readonly stamp?: () => string;
  readonly log: Log;
  /** Told when a problem comes or goes. */
  readonly onProblem?: () => void;
}

/** Milliseconds between two looks whether the area is still the one that is open, and between two tries to open it. */
const lookMs = 2000;

/** One of several areas that are read as one. That it cannot be read does not keep the others from being shown; it is tried again. */
export class MergedArea<O extends Opened = Opened> {
  readonly name: string;
  readonly isOwn: boolean;
  /** Undefined while it can be read. */
  problem: AreaProblem | undefined;
  /** Grows with every time that it is opened. */
  openings = 0;
  readonly #options: MergedAreaOptions<O>;
  #open: { readonly opened: O; readonly stamp: string } | undefined;
  #failure: Failure | undefined;
  #lookAt = 0;
  #read: number | undefined;
  #runs: readonly RunRecord[] = [];

  constructor(options: MergedAreaOptions<O>) {
    this.name = options.name;
    this.isOwn = options.isOwn;
    this.#options = options;
  }

  /**
   * What is open, after opening it if need be.
   *
   * @throws Failure while it cannot be read
   */
  get opened(): O {
    if (Date.now() >= this.#lookAt) this.#look();
    if (this.#open === undefined) throw this.#failure ?? new Failure("io", `area ${this.name} is closed`);
    return this.#open.opened;
  }

  /** By which the runs that were made there are known elsewhere. */
  get areaName(): string {
    return this.#open?.opened.areaName ?? this.name;
  }

  /** What the area says; `nothing` while it cannot be read. */
  async ask<T>(nothing: T, ask: (records: ReadRecords) => Promise<T>): Promise<T> {
    try {
      const answer = await ask(this.opened.records);
      this.#worked();
      return answer;
    } catch (error) {
      this.#failed(error);
      return nothing;
    }
  }

  /** The same at once. */
  read<T>(nothing: T, read: (records: ReadRecords) => T): T {
    try {
      const answer = read(this.opened.records);
      this.#worked();
      return answer;
    } catch (error) {
      this.#failed(error);
      return nothing;
    }
  }

  /** Its runs; all of them as they were last, while it cannot be read. */
  async runs(selector: RunSelector): Promise<readonly RunRecord[]> {
    const isAll = Object.keys(selector).length === 0;
    const runs = await this.ask(isAll ? this.#runs : [], (records) => records.runs(selector));
    if (isAll) this.#runs = runs;
    return runs;
  }

  async close(): Promise<void> {
    const open = this.#open;
    this.#open = undefined;
    this.#lookAt = Number.POSITIVE_INFINITY;
    await open?.opened.close?.();
  }

  #look(): void {
    const { stamp = () => "", open } = this.#options;
    this.#lookAt = Date.now() + lookMs;
    const before = this.#open;
    try {
      const now = stamp();
      if (before?.stamp === now) return;
      this.#open = undefined;
      this.#open = { opened: open(), stamp: now };
      this.openings++;
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      this.#open = undefined;
      this.#failure = error;
    }
    // Nothing was written: there is nothing that could go wrong with closing it.
    if (before !== undefined) void before.opened.close?.();
  }

  #worked(): void {
    this.#read = Date.now() / 1000;
    this.#setProblem(undefined);
  }

  #failed(error: unknown): void {
    if (this.isOwn || !(error instanceof Failure)) throw error;
    // An area in which nothing was recorded yet.
    const isEmpty = error.reason === "not-found";
    if (isEmpty) this.#setProblem(undefined);
    if (isEmpty || this.problem !== undefined) return;
    this.#options.log.warn(`area ${this.name} cannot be read, its runs are not shown: ${error.message}`);
    this.#setProblem({ message: error.message, since: Date.now() / 1000, ...(this.#read !== undefined && { read: this.#read }) });
  }

  #setProblem(problem: AreaProblem | undefined): void {
    if (problem === this.problem) return;
    this.problem = problem;
    this.#options.onProblem?.();
  }
}
