import type { RunRecord } from "../../../model/index.js";
import type { ChangedCell, LocalRecords, NamedTest, News } from "../../../store/index.js";
import type { LiveEvent, LiveRun, LiveTest, TestRef } from "../../../view/index.js";
import { Column } from "./column.js";
import { Filling } from "./filling.js";
import { differences, goneTest, refOf } from "./live-tests.js";
import type { RunCells } from "./run-cells.js";
import { Vocabulary } from "./vocabulary.js";

/** Of the columns, in bytes; spec 06 § 36 allows 200 MB for all of it. */
const defaultBudget = 150e6;

type Source = Pick<LocalRecords, "runs" | "wholeRuns">;

/**
 * All runs of an area by row, in memory, for the matrix and whatever looks at many runs: filled from the newest run on, a chunk at a time so that queries never wait for long,
 * and kept as the records are. Runs beyond the memory budget are left out, or dropped, oldest first, and read when they are asked for.
 *
 * @see spec 06 § 22.4
 */
export class RunColumns {
  readonly vocabulary = new Vocabulary();
  /** Grows with everything that can change which rows and columns there are. */
  structure = 0;
  /** Grows with every change of a cell. */
  changes = 0;
  /** Grows with every run that comes into memory. */
  reads = 0;
  readonly #source: Source;
  readonly #filling: Filling;
  readonly #columns = new Map<number, Column>();
  #newestFirst: Column[] | undefined;
  readonly #listeners: ((event: LiveEvent) => void)[] = [];
  #mark = 0;
  #dataVersion: number | undefined;
  #refreshing: Promise<void> = Promise.resolve();

  constructor(source: Source, { budget = defaultBudget }: { readonly budget?: number } = {}) {
    this.#source = source;
    this.#filling = new Filling({
      wholeRuns: source.wholeRuns,
      vocabulary: this.vocabulary,
      budget,
      newestFirst: () => this.newestFirst,
      wasRead: (column, known) => this.#wasRead(column, known),
    });
  }

  /** Every run that is shown, by start, then id, newest first. */
  get newestFirst(): readonly Column[] {
    this.#newestFirst ??= [...this.#columns.values()].sort((a, b) => b.run.event_time - a.run.event_time || b.run.id - a.run.id);
    return this.#newestFirst;
  }

  /** How many runs are in memory, of all. */
  get progress(): { readonly read: number; readonly of: number } {
    return { read: this.newestFirst.filter(({ cells }) => cells !== undefined).length, of: this.#columns.size };
  }

  /** Whether more runs are about to come into memory. */
  get isReading(): boolean {
    return this.#filling.isBusy;
  }

  /** Told of every difference between the records and what was known before. */
  follow(listener: (event: LiveEvent) => void): void {
    this.#listeners.push(listener);
  }

  /** Takes in what has changed in the records. Costs next to nothing when nothing has. */
  refresh(): Promise<void> {
    const next = () => this.#refresh();
    this.#refreshing = this.#refreshing.then(next, next);
    return this.#refreshing;
  }

  /** Resolves when the `needed` columns are in memory; others follow in the background, the `preferred` ones first. */
  want(needed: readonly Column[], preferred: readonly Column[]): Promise<void> {
    return this.#filling.want(needed, preferred);
  }

  /** Gives the memory back; what is needed is read again. */
  forget(): void {
    this.#filling.stop();
    for (const column of this.#columns.values()) column.drop();
    this.structure++;
  }

  async #refresh(): Promise<void> {
    const version = this.#source.wholeRuns.dataVersion();
    if (version === this.#dataVersion) return;
    const news = this.#source.wholeRuns.newsSince(this.#mark);
    if (news.gap) await this.#takeAllRuns(news.gapIn);
    if (!news.gap || news.gapIn !== undefined) this.#take(news);
    this.#mark = news.mark;
    this.#dataVersion = version;
    this.#filling.goOn();
  }

  /** After a gap: all runs may differ, and are read once more. */
  async #takeAllRuns(isConcerned: (runId: number) => boolean = () => true): Promise<void> {
    const runs = await this.#source.runs({});
    const present = new Set(runs.map(({ id }) => id));
    const gone = [...this.#columns.keys()].filter((id) => !present.has(id));
    const changed = [...this.#takeRuns(runs), ...this.#dropRuns(gone)];
    for (const [id, column] of this.#columns) if (isConcerned(id)) column.isStale = true;
    if (changed.length > 0) this.#tell({ kind: "run", runs: changed });
  }

  #take(news: News): void {
    const runs = [...this.#takeRuns(news.runs), ...this.#dropRuns(news.goneRuns)];
    if (runs.length > 0) this.#tell({ kind: "run", runs });
    const tests = [...news.tests.flatMap((cell) => this.#takeTest(cell)), ...this.#dropTests(news.goneTests)];
    if (tests.length > 0) this.#tell({ kind: "tests", tests });
    for (const kind of ["steps", "data"] as const) {
      const refs = news[kind].flatMap((test) => this.#refOf(test) ?? []);
      if (refs.length > 0) this.#tell({ kind, tests: refs });
    }
  }

  #tell(event: LiveEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  #refOf([runId, testname, itemPath]: NamedTest): TestRef | undefined {
    const column = this.#columns.get(runId);
    return column && refOf(column.run, testname, itemPath);
  }

  #takeRuns(runs: readonly RunRecord[]): LiveRun[] {
    return runs.flatMap((run): LiveRun[] => {
      const known = this.#columns.get(run.id);
      if (known !== undefined && JSON.stringify(known.run) === JSON.stringify(run)) return [];
      if (known === undefined) this.#columns.set(run.id, new Column(run));
      else known.run = run;
      this.#changeRuns();
      return [{ ...run, kind: known === undefined ? "new" : "changed" }];
    });
  }

  #dropRuns(ids: readonly number[]): LiveRun[] {
    return ids.flatMap((id): LiveRun[] => {
      const column = this.#columns.get(id);
      if (column === undefined) return [];
      this.#columns.delete(id);
      column.drop();
      column.isGone = true;
      this.#changeRuns();
      return [{ ...column.run, kind: "gone" }];
    });
  }

  #changeRuns(): void {
    this.#newestFirst = undefined;
    this.structure++;
  }

  #changeCell(column: Column, isOtherRow: boolean): void {
    column.version++;
    this.changes++;
    if (isOtherRow) this.structure++;
  }

  #takeTest(changed: ChangedCell): LiveTest[] {
    const [id, testname, itemPath, state, status, event_time, run_duration] = changed;
    const column = this.#columns.get(changed[9]);
    if (column === undefined) return [];
    const row = this.vocabulary.names.rowOf(testname, itemPath, -1);
    const cell = this.vocabulary.cellOf(changed);
    column.fresh?.set(row, cell);
    const test = { ...refOf(column.run, testname, itemPath), id, state, status, event_time, run_duration };
    const { cells } = column;
    if (cells === undefined) return [{ ...test, kind: "changed" }];
    const [before, at] = [cells.comboOf(row), cells.at(row)];
    const isSame = before === cell.combo && cells.time[at] === event_time && cells.duration[at] === run_duration;
    cells.set(row, cell);
    if (isSame) return [];
    this.#changeCell(column, before === 0);
    const was = this.vocabulary.combos.verdict(before);
    return [was === undefined ? { ...test, kind: "new" } : { ...test, was, kind: "changed" }];
  }

  #dropTests(ids: readonly number[]): LiveTest[] {
    if (ids.length === 0) return [];
    const gone = new Set(ids);
    return this.newestFirst.flatMap((column) => {
      const { cells, fresh, run } = column;
      for (const row of fresh?.rowsOfIds(gone) ?? []) fresh?.remove(row);
      if (cells === undefined) return [];
      return cells.rowsOfIds(gone).map((row) => {
        const test = goneTest(run, row, cells, this.vocabulary);
        cells.remove(row);
        this.#changeCell(column, true);
        return test;
      });
    });
  }

  /** Views learn that there is more to see. */
  #wasRead(column: Column, known: RunCells | undefined): void {
    if (known === undefined || column.cells === undefined) {
      column.version++;
      this.reads++;
      this.#tell({ kind: "filled", ...this.progress });
      return;
    }
    this.#changeCell(column, true);
    const tests = differences(column.run, known, column.cells, this.vocabulary);
    if (tests.length > 0) this.#tell({ kind: "tests", tests });
  }
}
