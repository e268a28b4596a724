import type { RunRecord } from "../model/index.js";
import type { ChangedCell, NamedTest, News, TestCell, WholeRuns } from "../store/index.js";
import { areaIdOf, qualifiedId } from "./ids.js";
import type { MergedArea } from "./merged-area.js";

/** Where each area was at a mark that was given out. */
type Moment = readonly AreaMoment[];

interface AreaMoment {
  readonly mark: number;
  readonly version: number;
  /** Marks of what was open before mean nothing now. */
  readonly opening: number;
}

/** So many marks are remembered; who comes with an older one reads everything anew. */
const keptMarks = 100;

/** Whole runs of several areas, with the ids and targets of `MergedRecords`. */
export class MergedWholeRuns implements WholeRuns {
  readonly #areas: readonly MergedArea[];
  readonly #withArea: (run: RunRecord, area: number) => RunRecord;
  readonly #moments = new Map<number, Moment>();
  #lastMark = 0;
  #version = 0;
  #versions = "";

  /** @param withArea a run of an area as one of several */
  constructor(areas: readonly MergedArea[], withArea: (run: RunRecord, area: number) => RunRecord) {
    this.#areas = areas;
    this.#withArea = withArea;
  }

  nextCells(runId: number, after?: TestCell): TestCell[] {
    const { area, id } = areaIdOf(runId);
    const cells = read<TestCell[]>(this.#areas[area], [], (runs) => runs.nextCells(id, after));
    return area === 0 ? cells : cells.map((cell) => withId(cell, area));
  }

  dataVersion(): number {
    const versions = this.#areas.map((area) => `${versionOf(area)} ${area.openings}`).join();
    if (versions !== this.#versions) this.#version++;
    this.#versions = versions;
    return this.#version;
  }

  /** An area database has no news, just a version: that one has changed is a gap in what is known of that area. */
  newsSince(mark: number): News {
    const since = this.#moments.get(mark);
    const found = this.#areas.map((area, index) => newsOf(area, since?.[index]));
    const next = this.#remember(found.map(({ moment }) => moment));
    if (since === undefined) return { ...nothing, mark: next, gap: true };
    const gaps = new Set(found.flatMap(({ news }, index) => (news.gap ? [index] : [])));
    const all = <T>(of: (news: News, area: number) => readonly T[]) => found.flatMap(({ news }, area) => of(news, area));
    const ids = (of: (news: News) => readonly number[]) => all((news, area) => of(news).map((id) => qualifiedId({ area, id })));
    const named = (of: (news: News) => readonly NamedTest[]) => {
      return all((news, area) => of(news).map(([id, ...name]): NamedTest => [qualifiedId({ area, id }), ...name]));
    };
    return {
      mark: next,
      gap: gaps.size > 0,
      ...(gaps.size > 0 && { gapIn: (runId: number) => gaps.has(areaIdOf(runId).area) }),
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

/** While an area cannot be read there is no news of it. */
function newsOf(area: MergedArea, since: AreaMoment | undefined): { readonly news: News; readonly moment: AreaMoment } {
  const version = versionOf(area);
  const before = since?.opening === area.openings ? since : undefined;
  const news =
    before?.version === version
      ? { ...nothing, mark: before.mark }
      : read<News | undefined>(area, undefined, (runs) => runs.newsSince(before?.mark ?? 0));
  const moment = { mark: news?.mark ?? before?.mark ?? 0, version, opening: area.openings };
  return { news: news ?? nothing, moment };
}

function read<T>(area: MergedArea | undefined, instead: T, ask: (runs: WholeRuns) => T): T {
  return area === undefined ? instead : area.read(instead, ({ wholeRuns }) => (wholeRuns === undefined ? instead : ask(wholeRuns)));
}

const versionOf = (area: MergedArea) => read(area, 0, (runs) => runs.dataVersion());

const nothing: News = { mark: 0, gap: false, tests: [], goneTests: [], runs: [], goneRuns: [], steps: [], data: [] };

function withId([id, ...cell]: TestCell, area: number): TestCell {
  return [qualifiedId({ area, id }), ...cell];
}

function withRunId(cell: ChangedCell, area: number): ChangedCell {
  const [id, testname, item_path, state, status, event_time, run_duration, host, comment, run_id] = cell;
  return [...withId([id, testname, item_path, state, status, event_time, run_duration, host, comment], area), qualifiedId({ area, id: run_id })];
}
