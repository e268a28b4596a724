import type { Area } from "../../area/index.js";
import type { Log } from "../../base/index.js";
import { settingNumber, settingText } from "../../config/index.js";
import type { RunRecord, TestRecord } from "../../model/index.js";
import type { Requirements } from "../../plan/index.js";
import type { LocalRecords } from "../../store/index.js";
import type { RunRef, TestRef } from "../../view/index.js";
import { Logs } from "../files/logs/logs.js";
import { Searches } from "../files/logs/search/searches.js";
import { Refused } from "../refused.js";
import { RunColumns } from "./matrix/run-columns.js";
import { RunSums } from "./run-sums.js";
import { type ForRun, requirementsIn } from "./testconfigs.js";

/** What the options of the command line say to the queries. */
export interface ReaderOptions {
  readonly area: Area;
  /** Only reads are asked for. */
  readonly records: LocalRecords;
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

/** What queries read from: one area. Lives in the worker thread. */
export class Reader {
  readonly area: Area;
  readonly records: LocalRecords;
  /** Names of the keys, in the order of a target. */
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
    this.records = options.records;
    this.keys = options.area.keys;
    this.columns = new RunColumns(options.records);
    this.sums = new RunSums(options.records);
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
    return requirementsIn(this.area, run);
  }

  /** @throws Refused `not-found`, or `moved` when it is in another area now */
  async run(ref: RunRef): Promise<RunRecord> {
    const target = ref.t.split("/");
    const candidates = await this.records.runs({ target: target.map(pattern), runname: pattern(ref.r), moved: true });
    const run = candidates.find((candidate) => candidate.runname === ref.r && candidate.target.join("/") === ref.t);
    if (run === undefined) throw new Refused("not-found", `there is no run ${ref.t}/${ref.r}`);
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
