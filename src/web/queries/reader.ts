import type { Area } from "../../area/index.js";
import type { Log } from "../../base/index.js";
import { settingNumber, settingText } from "../../config/index.js";
import type { OpenAreas } from "../../merged/index.js";
import { areaKey, type RunRecord, type TestRecord } from "../../model/index.js";
import type { Requirements } from "../../plan/index.js";
import type { LocalRecords, RecordsReader } from "../../store/index.js";
import type { Hello, RunRef, TestRef } from "../../view/index.js";
import { Logs } from "../files/logs/logs.js";
import { Searches } from "../files/logs/search/searches.js";
import { Refused } from "../refused.js";
import { type Home, homeOf, homesOf, type InHome, ownHome } from "./home.js";
import { RunColumns } from "./matrix/run-columns.js";
import { RunSums } from "./run-sums.js";
import { type ForRun, requirementsIn } from "./testconfigs.js";

/** What the options of the command line say to the queries. */
export interface ReaderOptions {
  readonly area: Area;
  /** Only reads are asked for. */
  readonly records: LocalRecords;
  /** Several areas as one, this one among them; absent: this one alone. */
  readonly merged?: OpenAreas<LocalRecords>;
  /** Of megatest. */
  readonly version: string;
  /** The completed runs are shown too. */
  readonly fullDb: boolean;
  /** Why nobody can act; empty when that depends on who asks. */
  readonly readOnlyBecause: string;
  /** First size of the matrix, before the browser knows its own. */
  readonly first: { readonly rows: number; readonly cols: number };
  /** Script of the threads that search logs; calls `runSearch`. */
  readonly searchProgram: string;
  readonly log: Log;
}

/** What queries read from: one area, or several as one. Lives in the worker thread. */
export class Reader {
  /** The one in which the dashboard was started. */
  readonly area: Area;
  /** Of all areas that are shown. */
  readonly records: RecordsReader & Pick<LocalRecords, "wholeRuns">;
  /** Names of the keys, in the order of a target; of several areas, the area is the first. */
  readonly keys: readonly string[];
  /** All runs by row, in memory; spec 06 § 22.4. */
  readonly columns: RunColumns;
  /** What the tests of each run add up to. */
  readonly sums: RunSums;
  readonly log: Log;
  /** When the area was set up; epoch milliseconds. */
  readonly since = Date.now();
  readonly logs = new Logs();
  readonly searches: Searches;

  constructor(readonly options: ReaderOptions) {
    this.area = options.area;
    this.records = options.merged?.records ?? options.records;
    this.keys = [...(options.merged === undefined ? [] : [areaKey]), ...options.area.keys];
    this.columns = new RunColumns(this.records);
    this.sums = new RunSums(this.records);
    this.log = options.log;
    this.searches = new Searches(this.logs, options.searchProgram);
  }

  /** `[dashboard] testsort`: the order of rows until somebody chooses one; undefined when not set. */
  get firstSort(): string | undefined {
    const { config } = this.area;
    return config.lookup("dashboard", "testsort") === undefined ? undefined : settingText(config, "dashboard", "testsort");
  }

  /** Whether a filter's states and statuses are two conditions of their own; `[dashboard] mode`. */
  get areTwoConditions(): boolean {
    return settingText(this.area.config, "dashboard", "mode") !== "dashboard";
  }

  /** Runs that a history looks at; `[dashboard] history`. */
  get historyLimit(): number {
    return settingNumber(this.area.config, "dashboard", "history", this.log);
  }

  /** What the tests of the area wait for in a run, by test name. */
  requirements(run: ForRun): ReadonlyMap<string, Pick<Requirements, "waitons">> {
    const home = this.home(run);
    return requirementsIn(home.area, home.run);
  }

  /** Ids of those runs that are completed ones, and shown because of `-full-db`. Commands must restore them first. */
  async completedIds(): Promise<ReadonlySet<number>> {
    const ids = new Set<number>();
    if (!this.options.fullDb) return ids;
    for (const { records, shownId } of this.homes) for (const id of await records.completedRunIds()) ids.add(shownId(id));
    return ids;
  }

  /** Whether the first key is the area. */
  get hasAreas(): boolean {
    return this.options.merged !== undefined;
  }

  /** The areas that are shown, and what keeps one from being read. */
  get areas(): Hello["areas"] {
    const { merged } = this.options;
    if (merged === undefined) return [{ name: this.area.name, toppath: this.area.toppath }];
    return merged.areas.map(({ name, toppath, merged: { problem } }) => ({ name, toppath, ...(problem !== undefined && { problem }) }));
  }

  /** The area in which the dashboard was started, alone. */
  get own(): Home {
    return ownHome(this.options);
  }

  /** Each area that can be read, alone. */
  get homes(): Home[] {
    return homesOf(this.options);
  }

  /**
   * The area of a run, and what the run is called there.
   *
   * @throws Refused `not-found` when the target begins with no area that is shown; `busy` when that cannot be read
   */
  home(run: ForRun): InHome {
    return homeOf(this.options, run);
  }

  /**
   * Parameters in which an area `a` has become a part of the target `t`.
   *
   * @throws Refused `not-found` when that area is not shown here
   */
  named({ a, ...given }: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
    if (a === undefined) return given;
    const { merged } = this.options;
    const isShown = merged === undefined ? a === this.area.name : merged.areas.some(({ name }) => name === a);
    if (!isShown) throw new Refused("not-found", `area ${a} is not shown here; see -areas`);
    return merged === undefined || given["t"] === undefined ? given : { ...given, t: `${a}/${given["t"]}` };
  }

  /** @throws Refused `not-found`, or `moved` when it is in another area now; `busy` when its area cannot be read */
  async run(ref: RunRef): Promise<RunRecord> {
    const target = ref.t.split("/");
    const candidates = await this.records.runs({ target: target.map(pattern), runname: pattern(ref.r), moved: true });
    const run = candidates.find((candidate) => candidate.runname === ref.r && candidate.target.join("/") === ref.t);
    if (run === undefined) {
      // Of an area that cannot be read nothing is known.
      this.home({ target, runname: ref.r });
      throw new Refused("not-found", `there is no run ${ref.t}/${ref.r}`);
    }
    if (run.state === "MOVED") throw new Refused("moved", `run ${ref.t}/${ref.r} was moved to another area`);
    return run;
  }

  /** @throws Refused `not-found`, `moved` */
  async test(ref: TestRef): Promise<{ run: RunRecord; test: TestRecord }> {
    const run = await this.run(ref);
    const test = await this.records.findTest(run.id, { testname: ref.n, item_path: ref.i });
    if (test === undefined) throw new Refused("not-found", `there is no test ${ref.i === "" ? ref.n : `${ref.n}/${ref.i}`} in ${ref.t}/${ref.r}`);
    return { run, test };
  }
}

/** A name that would be taken for a pattern is looked for among all. */
const pattern = (name: string) => (/[%*?[]/.test(name) ? "%" : name);
