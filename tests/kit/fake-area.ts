import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Area } from "../../src/area/index.js";
import { makeLog } from "../../src/base/index.js";
import { Config } from "../../src/config/index.js";
import type { VerdictServices } from "../../src/execute/verdict-rules.js";
import { fullName, rollUp, type StepRecord, type TestDataRecord, type TestDatum, type TestName, type TestRecord } from "../../src/model/index.js";
import type { ChangedTest, Records, TestFields, VerdictChange } from "../../src/store/index.js";
import { currentEnv } from "../../src/sys/index.js";

/** For unit tests: an area in a temporary folder, with records in memory. Target `x/1`; run 1 is `r1`, run 2 is `r2` and so on. */
export class FakeArea {
  readonly toppath = mkdtempSync(join(tmpdir(), "area-"));
  readonly linktree = join(this.toppath, "links");
  readonly config = new Config();
  readonly messages: string[] = [];
  readonly tests: TestRecord[] = [];
  readonly steps: StepRecord[] = [];
  readonly data: TestDataRecord[] = [];
  /** Calls of `tests`, each of which reads a whole run. */
  listings = 0;
  readonly services: VerdictServices;

  constructor() {
    const log = makeLog(
      (_, line) => this.messages.push(line),
      (level) => level <= 2,
    );
    const env = { ...currentEnv(), MT_MEGATEST: "/opt/bin/megatest" };
    const fields = ["SYS", "RELEASE"].map((name) => ({ name, type: "TEXT" }));
    const area: Area = {
      toppath: this.toppath,
      name: "fake",
      fields,
      keys: fields.map((field) => field.name),
      config: this.config,
      configFile: join(this.toppath, "megatest.config"),
      runconfigs: new Config(),
      caches: undefined,
      linktree: this.linktree,
      env,
      log,
      target: undefined,
    };
    mkdirSync(join(this.toppath, "tests"));
    this.services = { area, records: this.#records(), log, env };
  }

  remove(): void {
    rmSync(this.toppath, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  }

  /** Writes a file with its folders, relative to the area. */
  write(path: string, text: string, mode = 0o644): string {
    const file = join(this.toppath, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text, { mode });
    return file;
  }

  /** Adds a test with an existing run directory. */
  addTest(runId: number, name: string, fields: Partial<TestRecord> = {}): TestRecord {
    const [testname = "", ...items] = name.split("/");
    const rundir = join(this.linktree, "x", "1", `r${runId}`, name);
    mkdirSync(rundir, { recursive: true });
    const test: TestRecord = {
      id: this.tests.length + 1,
      run_id: runId,
      testname,
      item_path: items.join("/"),
      state: "RUNNING",
      status: "n/a",
      host: "here",
      cpuload: 0,
      diskfree: 0,
      uname: "",
      rundir,
      shortdir: rundir,
      attemptnum: 0,
      final_logf: "logs/final.log",
      run_duration: 0,
      comment: "",
      event_time: 1_700_000_000,
      fail_count: 0,
      pass_count: 0,
      archived: 0,
      ...fields,
    };
    this.tests.push(test);
    return test;
  }

  test(name: string, runId = 1): TestRecord {
    const found = this.tests.find((test) => fullName(test) === name && test.run_id === runId);
    if (found === undefined) throw new Error(`no test ${name} in run ${runId}`);
    return found;
  }

  #records(): Records {
    const records: Partial<Records> = {
      run: async (id) => ({ ...runRecord, id, runname: `r${id}` }),
      runs: async ({ runname = "r1" }) => [{ ...runRecord, id: Number(runname.slice(1)), runname }],
      test: async (id) => this.tests[id - 1],
      findTest: async (runId, name) => this.tests.find((test) => test.run_id === runId && isSame(test, name)),
      sameTests: async (name) => this.tests.filter((test) => isSame(test, name)),
      previousTest: async (runId, name) => this.tests.filter((test) => test.run_id !== runId && isSame(test, name)).at(-1),
      tests: async (runId) => {
        this.listings++;
        return this.tests.filter((test) => test.run_id === runId);
      },
      setVerdict: async (id, change, ifState) => this.#setVerdict(id, change, ifState),
      setVerdicts: async (changes) => changes.flatMap(({ id, ...change }) => this.#setVerdict(id, change)),
      setTestFields: async (id, fields) => void this.#update(id, fields),
      steps: async (id) => this.steps.filter((step) => step.test_id === id),
      addData: async (id, rows) => this.#addData(id, rows),
      data: async (id) => this.data.filter((row) => row.test_id === id),
      rollUpData: async (id) => this.#rollUpData(id),
    };
    return records as Records;
  }

  #update(id: number, fields: TestFields & VerdictChange): TestRecord {
    const old = this.tests[id - 1];
    if (old === undefined) throw new Error(`no test ${id}`);
    const updated = { ...old, ...fields };
    this.tests[id - 1] = updated;
    return updated;
  }

  #setVerdict(id: number, change: VerdictChange, ifState?: readonly string[]): ChangedTest[] {
    const before = this.tests[id - 1];
    if (before === undefined || ifState?.includes(before.state) === false) return [];
    const isAuto = change.status === "AUTO" || change.status === "AUTO-WARN";
    const own = { before, after: this.#update(id, isAuto ? { ...change, status: this.#statusByData(id, change.status ?? "") } : change) };
    const siblings = this.tests.filter((test) => test.run_id === before.run_id && test.testname === before.testname && test.item_path !== "");
    const top = this.tests.find((test) => test.run_id === before.run_id && test.testname === before.testname && test.item_path === "");
    if (before.item_path === "" || top === undefined) return [own];
    const { state, status } = rollUp(siblings);
    return state === top.state && status === top.status ? [own] : [own, { before: top, after: this.#update(top.id, { state, status }) }];
  }

  #addData(id: number, rows: readonly TestDatum[]): void {
    for (const row of rows) {
      const same = this.data.findIndex((old) => old.test_id === id && old.category === row.category && old.variable === row.variable);
      const record = { ...row, id: this.data.length + 1, test_id: id };
      if (same < 0) this.data.push(record);
      else this.data[same] = record;
    }
  }

  #rollUpData(id: number): ChangedTest[] {
    const before = this.#update(id, {});
    const status = this.#statusByData(id, before.status);
    return status === before.status ? [] : this.#setVerdict(id, { status });
  }

  #statusByData(id: number, status: string): string {
    const count = (wanted: string) => this.data.filter((row) => row.test_id === id && row.status?.toLowerCase() === wanted).length;
    const counts = { fail_count: count("fail"), pass_count: count("pass") };
    this.tests[id - 1] = { ...this.#update(id, {}), ...counts };
    if (counts.fail_count > 0) return "FAIL";
    if (status === "AUTO-WARN") return "WARN";
    return counts.pass_count > 0 && status !== "WARN" && status !== "FAIL" ? "PASS" : status;
  }
}

const isSame = (test: TestName, name: TestName) => test.testname === name.testname && test.item_path === name.item_path;

const runRecord = {
  target: ["x", "1"],
  contour: "",
  state: "new",
  status: "n/a",
  owner: "me",
  event_time: 0,
  comment: "",
  fail_count: 0,
  pass_count: 0,
  last_update: 0,
};
