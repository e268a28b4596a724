import { groupBy } from "../base/index.js";
import { areaKey, type RunRecord, type TestName, textPattern } from "../model/index.js";
import type { RecordsReader, RunSelector, TestSelector, WholeRuns } from "../store/index.js";
import { areaIdOf, qualified } from "./ids.js";
import type { MergedArea } from "./merged-area.js";
import { MergedWholeRuns } from "./whole-runs.js";

/**
 * Several areas with the same keys as one, for reading: the area is the first key. Ids are those of the areas, told apart by `areaIdOf`. An area
 * that cannot be read counts as empty.
 *
 * @see spec 04 § 24.3
 */
export class MergedRecords implements RecordsReader {
  /** Of those areas that are read on this host. */
  readonly wholeRuns: WholeRuns;
  readonly #areas: readonly MergedArea[];
  readonly #keys: readonly string[];

  /** @param keys of each area */
  constructor(areas: readonly MergedArea[], keys: readonly string[]) {
    this.#areas = areas;
    this.#keys = keys;
    this.wholeRuns = new MergedWholeRuns(areas, (run, area) => withArea(run, areas[area]));
  }

  async keys() {
    return [areaKey, ...this.#keys];
  }

  /** A run that was found twice, because it is moving or a directory was copied, is shown once. */
  async runs({ target, ...selector }: RunSelector) {
    const [name = "%", ...rest] = target ?? [];
    const isAsked = textPattern(name);
    const asked = { ...selector, ...(target !== undefined && { target: rest }) };
    const found = await Promise.all(
      this.#areas.map(async (area, index): Promise<readonly RunRecord[]> => {
        return isAsked(area.name)
          ? qualified(
              (await area.runs(asked)).map((run) => withArea(run, area)),
              index,
            )
          : [];
      }),
    );
    return (await this.#withoutTwins(found.flat())).toSorted((a, b) => a.event_time - b.event_time || a.id - b.id);
  }

  async run(id: number) {
    const area = this.#areas[areaIdOf(id).area];
    const run = await this.#of(id, undefined, (records, own) => records.run(own));
    return run && withArea(run, area);
  }

  tests(runId: number, selector: TestSelector) {
    return this.#of(runId, [], (records, id) => records.tests(id, selector));
  }

  async *listTests(runId: number, selector: TestSelector) {
    let batch = await this.nextTests(runId, selector);
    while (batch.length > 0) {
      yield batch;
      batch = await this.nextTests(runId, selector, batch.at(-1));
    }
  }

  nextTests(runId: number, selector: TestSelector, after?: TestName) {
    return this.#of(runId, [], (records, id) => records.nextTests(id, selector, after));
  }

  test(id: number) {
    return this.#of(id, undefined, (records, own) => records.test(own));
  }

  findTest(runId: number, name: TestName) {
    return this.#of(runId, undefined, (records, id) => records.findTest(id, name));
  }

  sameTests(name: TestName) {
    return this.#fromAll((records) => records.sameTests(name));
  }

  runSpans(runIds: readonly number[]) {
    return this.#ofMany(runIds, (records, ids) => records.runSpans(ids));
  }

  verdictCounts(runIds: readonly number[]) {
    return this.#ofMany(runIds, (records, ids) => records.verdictCounts(ids));
  }

  itemCount(runId: number, testname: string) {
    return this.#of(runId, 0, (records, id) => records.itemCount(id, testname));
  }

  steps(testId: number) {
    return this.#of(testId, [], (records, id) => records.steps(id));
  }

  listSteps(testIds: readonly number[]) {
    return this.#ofMany(testIds, (records, ids) => records.listSteps(ids));
  }

  data(testId: number) {
    return this.#of(testId, [], (records, id) => records.data(id));
  }

  listData(testIds: readonly number[]) {
    return this.#ofMany(testIds, (records, ids) => records.listData(ids));
  }

  usage(testId: number) {
    return this.#of(testId, [], (records, id) => records.usage(id));
  }

  /** Of areas that know the same test, the first counts. */
  async testMeta() {
    const all = await this.#fromAll((records) => records.testMeta());
    return [...groupBy(all, ({ testname }) => testname).values()].flatMap((metas) => metas.slice(0, 1));
  }

  /** Ids stay those of the areas where runs were made. */
  runOrigins() {
    return this.#fromAll((records) => records.runOrigins());
  }

  changesSince(runId: number, mark: number) {
    return this.#of(runId, { mark: 0, gap: true, tests: [] }, (records, id) => records.changesSince(id, mark));
  }

  /** What one area says about something that has an id. */
  async #of<T>(id: number, nothing: T, ask: (records: RecordsReader, id: number) => Promise<T>): Promise<T> {
    const { area, id: own } = areaIdOf(id);
    return this.#ask(area, nothing, (records) => ask(records, own));
  }

  /** The same for several things, in their order. */
  async #ofMany<T>(ids: readonly number[], ask: (records: RecordsReader, ids: readonly number[]) => Promise<readonly T[]>): Promise<T[]> {
    const answers: T[] = [];
    for (const [area, ofArea] of groupBy(ids.map(areaIdOf), (id) => id.area)) {
      const own = ofArea.map(({ id }) => id);
      answers.push(...(await this.#ask<readonly T[]>(area, [], (records) => ask(records, own))));
    }
    return answers;
  }

  async #fromAll<T>(ask: (records: RecordsReader) => Promise<readonly T[]>): Promise<T[]> {
    const answers = await Promise.all(this.#areas.map((_, index) => this.#ask<readonly T[]>(index, [], ask)));
    return answers.flat();
  }

  async #ask<T>(index: number, nothing: T, ask: (records: RecordsReader) => Promise<T>): Promise<T> {
    const area = this.#areas[index];
    return area === undefined ? nothing : qualified(await area.ask(nothing, ask), index);
  }

  async #withoutTwins(runs: readonly RunRecord[]): Promise<RunRecord[]> {
    const isAlone = (same: readonly RunRecord[]) => same.length === 1;
    const byName = [...groupBy(runs, ({ target, runname }) => JSON.stringify([...target.slice(1), runname])).values()];
    if (byName.every(isAlone)) return [...runs];
    const origins = new Map((await this.runOrigins()).map((origin) => [origin.run_id, origin]));
    const originOf = ({ id }: RunRecord) => {
      const { area, id: own } = areaIdOf(id);
      const { origin_area_name, origin_run_id } = origins.get(id) ?? { origin_area_name: this.#areas[area]?.areaName, origin_run_id: own };
      return JSON.stringify([origin_area_name, origin_run_id]);
    };
    const movedAt = ({ id }: RunRecord) => origins.get(id)?.moved_at ?? 0;
    return byName.flatMap((same) =>
      isAlone(same) ? same : [...groupBy(same, originOf).values()].flatMap((twins) => twins.toSorted((a, b) => movedAt(b) - movedAt(a)).slice(0, 1)),
    );
  }
}

function withArea(run: RunRecord, area: MergedArea | undefined): RunRecord {
  return area === undefined ? run : { ...run, target: [area.name, ...run.target] };
}
