import { Failure } from "../base/index.js";
import type { RunRecord } from "../model/index.js";
import type { ChangedCell, NamedTest, News, TestCell, WholeRuns } from "../store/index.js";
import { areaIdOf, qualifiedId } from "./ids.js";

/** Where each area was at a mark that was given out. */
type Moment = readonly { readonly mark: number; readonly version: number }[];

/** So many marks are remembered; who comes with an older one reads everything anew. */
const keptMarks = 100;

/** Whole runs of several areas, with the ids and targets of `MergedRecords`. */
export class MergedWholeRuns implements WholeRuns {
  readonly #areas: readonly WholeRuns[];
  readonly #withArea: (run: RunRecord, area: number) => RunRecord;
  readonly #moments = new Map<number, Moment>();
  #lastMark = 0;

  /** @param withArea a run of an area as one of several */
  constructor(areas: readonly WholeRuns[], withArea: (run: RunRecord, area: number) => RunRecord) {
    this.#areas = areas;
    this.#withArea = withArea;
  }

  nextCells(runId: number, after?: TestCell): TestCell[] {
    const { area, id } = areaIdOf(runId);
    const cells = readable(this.#areas[area], [], (runs) => runs.nextCells(id, after));
    return area === 0 ? cells : cells.map((cell) => withId(cell, area));
  }

  dataVersion(): number {
    return this.#areas.reduce((sum, area) => sum + versionOf(area), 0);
  }

  /** An area database has no news, just a version: that one has changed is a gap for all. */
  newsSince(mark: number): News {
    const since = this.#moments.get(mark);
    const versions = this.#areas.map(versionOf);
    const found = this.#areas.map((area, index) => {
      const before = since?.[index];
      const isSame = before !== undefined && before.version === versions[index];
      return isSame ? { ...nothing, mark: before.mark } : readable(area, nothing, (runs) => runs.newsSince(before?.mark ?? 0));
    });
    const next = this.#remember(found.map((news, index) => ({ mark: news.mark, version: versions[index] ?? 0 })));
    if (since === undefined || found.some(({ gap }) => gap)) return { ...nothing, mark: next, gap: true };
    const all = <T>(of: (news: News, area: number) => readonly T[]) => found.flatMap(of);
    const ids = (of: (news: News) => readonly number[]) => all((news, area) => of(news).map((id) => qualifiedId({ area, id })));
    const named = (of: (news: News) => readonly NamedTest[]) => {
      return all((news, area) => of(news).map(([id, ...name]): NamedTest => [qualifiedId({ area, id }), ...name]));
    };
    return {
      mark: next,
      gap: false,
      tests: all((news, area) => news.tests.map((cell) => withRunId(cell, area))),
      goneTests: ids(({ goneTests }) => goneTests),
      runs: all((news, area) => news.runs.map((run) => ({ ...this.#withArea(run, area), id: qualifiedId({ area, id: run.id }) }))),
      goneRuns: ids(({ goneRuns }) => goneRuns),
      steps: named(({ steps }) => steps),
      data: named(({ data }) => data),
    };
  }

  #remember(moment: Moment): number {
    this.#moments.set(++this.#lastMark, moment);
    this.#moments.delete(this.#lastMark - keptMarks);
    return this.#lastMark;
  }
}

/** An area that cannot be read must not keep the others from being shown; `MergedRecords` tells of it. */
function readable<T>(area: WholeRuns | undefined, instead: T, read: (area: WholeRuns) => T): T {
  try {
    return area === undefined ? instead : read(area);
  } catch (error) {
    if (error instanceof Failure) return instead;
    throw error;
  }
}

const versionOf = (area: WholeRuns) => readable(area, 0, (runs) => runs.dataVersion());

const nothing: News = { mark: 0, gap: false, tests: [], goneTests: [], runs: [], goneRuns: [], steps: [], data: [] };

function withId([id, ...cell]: TestCell, area: number): TestCell {
  return [qualifiedId({ area, id }), ...cell];
}

function withRunId(cell: ChangedCell, area: number): ChangedCell {
  const [id, testname, item_path, state, status, event_time, run_duration, host, comment, run_id] = cell;
  return [...withId([id, testname, item_path, state, status, event_time, run_duration, host, comment], area), qualifiedId({ area, id: run_id })];
}
