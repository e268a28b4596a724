import type { Area } from "../area/index.js";
import type { Log } from "../base/index.js";
import { expandItems, type Item, itemPath, settingNumber } from "../config/index.js";
import { writeVerdict } from "../execute/index.js";
import { isLive, type TestRecord } from "../model/index.js";
import type { Plan } from "../plan/index.js";
import type { ChangedTest, LaunchLimits, Records } from "../store/index.js";
import type { Env } from "../sys/index.js";
import type { DiscoveredTest } from "./definitions.js";
import type { TestLauncher } from "./launching.js";
import type { LoadGate } from "./load-gate.js";
import type { RunProgress } from "./progress.js";
import { RunQueue } from "./queue.js";
import type { QueueEffect, QueueEvent, RerunOptions, TestState } from "./state.js";
import type { Waker } from "./waker.js";

/** What one pass over the queue works with. */
export interface PassOptions {
  readonly area: Area;
  readonly records: Records;
  readonly log: Log;
  readonly runId: number;
  readonly runEnv: Env;
  readonly plan: Plan;
  readonly tests: ReadonlyMap<string, DiscoveredTest>;
  readonly rerun: RerunOptions;
  readonly launcher: TestLauncher;
  readonly load: LoadGate;
  readonly waker: Waker;
  readonly progress: RunProgress;
  /** Ends the pass: nothing more is launched. */
  readonly stop: AbortSignal;
  /** Looks for live tests that nobody answers for any more. */
  readonly lookAfterLive: () => Promise<void>;
  /** Leave after this many looks in vain for a slot; absent: stay. */
  readonly impatientAfter?: number;
}

/** Milliseconds between two looks at the records when nobody wakes us. */
const lookEveryMs = 250;
const careEveryMs = 10_000;

const closedGates: QueueEvent = { kind: "gates", free: 0, jobgroups: new Map(), live: [] };

/** Whether every launch of a pass came about. */
export interface PassResult {
  readonly launched: number;
  readonly failedLaunches: number;
  readonly hopeless: boolean;
}

/**
 * Drives the queue through one pass: does what it asks for, and tells it what happens to the records.
 *
 * @see spec 02 § 10.3
 */
export class Pass {
  readonly #options: PassOptions;
  readonly #queue: RunQueue;
  readonly #events: QueueEvent[] = [];
  readonly #lateItems = new Map<string, ReadonlyMap<string, Item>>();
  readonly #maximum: number;
  readonly #hasExclusive: boolean;
  readonly #jobgroupLimits: ReadonlyMap<string, number>;
  #mark = 0;
  #done = false;
  #launched = 0;
  #failedLaunches = 0;
  #hopeless = false;
  #lastLiveAt = Date.now();
  #looksInVain = 0;

  constructor(options: PassOptions) {
    this.#options = options;
    this.#queue = new RunQueue(options.plan, options.rerun);
    this.#hasExclusive = options.plan.nodes.some(({ test }) => test.modes.has("exclusive"));
    const { config, log } = options.area;
    this.#maximum = settingNumber(config, "setup", "max_concurrent_jobs", log);
    this.#jobgroupLimits = new Map(
      config.names("jobgroups").map((group) => [group, config.number("jobgroups", group, Number.POSITIVE_INFINITY, log)]),
    );
  }

  async run(): Promise<PassResult> {
    const { records, runId, waker, stop } = this.#options;
    const { mark, tests } = await records.changesSince(runId, 0);
    this.#mark = mark;
    this.#options.progress.changed(tests);
    await this.#feed({ kind: "start", records: tests });
    stop.addEventListener("abort", () => waker.wake());
    let careAt = Date.now() + careEveryMs;
    while (!this.#done) {
      if (stop.aborted) await this.#feed({ kind: "stop" });
      else await this.#look();
      if (this.#done) break;
      if (Date.now() > careAt) {
        await this.#options.lookAfterLive();
        careAt = Date.now() + careEveryMs;
      }
      await waker.sleep(lookEveryMs);
    }
    return { launched: this.#launched, failedLaunches: this.#failedLaunches, hopeless: this.#hopeless };
  }

  /** Tells the queue what changed in the records and which slots are free. */
  async #look(): Promise<void> {
    const { records, runId, progress } = this.#options;
    const changes = await records.changesSince(runId, this.#mark);
    this.#mark = changes.mark;
    if (changes.tests.length > 0) {
      progress.changed(changes.tests);
      await this.#feed({ kind: "changed", records: changes.tests });
    }
    if (this.#done || (await this.#giveUpIfIdle()) || this.#leaveIfImpatient()) return;
    await this.#openGates();
  }

  async #openGates(): Promise<void> {
    const { records, load, progress } = this.#options;
    const reason = await load.closedBecause();
    progress.held(reason);
    if (reason !== undefined) return this.#feed(closedGates);
    const { total, byJobgroup } = await records.liveCounts();
    if (total > 0) this.#lastLiveAt = Date.now();
    const jobgroups = new Map([...this.#jobgroupLimits].map(([group, limit]) => [group, limit - (byJobgroup.get(group) ?? 0)]));
    const live = this.#hasExclusive ? (await records.liveTests()).map(({ test }) => test) : [];
    this.#looksInVain = this.#queue.wantsSlot && total >= this.#maximum ? this.#looksInVain + 1 : 0;
    await this.#feed({ kind: "gates", free: this.#maximum - total, jobgroups, live });
  }

  /** Nothing of the run lives and nothing can be launched for too long: the rest is given up. Spec 02 § 10.3 step 4. */
  async #giveUpIfIdle(): Promise<boolean> {
    const { area, log } = this.#options;
    const limit = settingNumber(area.config, "setup", "give-up-waiting", log) * 1000;
    if (Date.now() - this.#lastLiveAt < limit) return false;
    await this.#feed({ kind: "give-up" });
    return true;
  }

  /** `-one-pass`; spec 02 § 15.4. */
  #leaveIfImpatient(): boolean {
    const { impatientAfter } = this.#options;
    this.#done ||= impatientAfter !== undefined && this.#looksInVain > impatientAfter;
    return this.#done;
  }

  /** Gives an event to the queue and does what it asks for, until nothing is left to do at once. */
  async #feed(event: QueueEvent): Promise<void> {
    this.#events.push(event);
    for (let next = this.#events.shift(); next !== undefined; next = this.#events.shift()) {
      const effects = this.#queue.next(next);
      for (const effect of effects) if (effect.kind !== "launch") await this.#perform(effect);
      // Side by side, so that their writes share transactions.
      await Promise.all(effects.map((effect) => (effect.kind === "launch" ? this.#launch(effect.record) : undefined)));
    }
  }

  async #perform(effect: Exclude<QueueEffect, { kind: "launch" }>): Promise<void> {
    const { records, runId, log } = this.#options;
    switch (effect.kind) {
      case "register":
        this.#events.push({ kind: "registered", records: await records.registerTests(runId, effect.names) });
        return;
      case "expand":
        this.#events.push({ kind: "expanded", testname: effect.testname, paths: this.#expand(effect.testname) });
        return;
      case "mark":
        return this.#markRecord(effect);
      case "note":
        return log.print(0, effect.text);
      case "warning":
        return log.warn(effect.text);
      case "error":
        return log.error(effect.text);
      case "done":
        this.#done = true;
        return;
      default:
        return effect satisfies never;
    }
  }

  /** Computes the items of a test whose prerequisites are met; spec 01 § 9.5. */
  #expand(testname: string): string[] {
    const { tests, log } = this.#options;
    const discovered = tests.get(testname);
    const items = discovered === undefined ? [] : (expandItems(discovered.testconfig, log) ?? []);
    const byPath = new Map(items.map((item) => [itemPath(item), item]));
    this.#lateItems.set(testname, byPath);
    return [...byPath.keys()];
  }

  async #launch(record: TestState): Promise<void> {
    const { tests, launcher } = this.#options;
    const discovered = tests.get(record.testname);
    if (discovered === undefined) throw new Error(`no definition of ${record.testname}`);
    const item = (this.#lateItems.get(record.testname) ?? discovered.items).get(record.item_path) ?? [];
    const outcome = this.#hopeless ? "hopeless" : await launcher.launch(record, discovered, item, this.#limitsOf(discovered));
    if (outcome === "settled") this.#launched++;
    if (outcome === "failed" || outcome === "hopeless") this.#failedLaunches++;
    const now = await this.#withTopLevel(record);
    if (now.some((test) => isLive(test.state))) this.#lastLiveAt = Date.now();
    // Who lost may have lost the slot: nothing more until we have looked again.
    if (outcome === "lost") this.#events.push(closedGates);
    this.#events.push({ kind: outcome === "lost" ? "lost" : "settled", id: record.id, records: now });
    if (outcome === "hopeless" && !this.#hopeless) {
      this.#hopeless = true;
      this.#events.push({ kind: "stop" });
    }
  }

  #limitsOf({ definition }: DiscoveredTest): LaunchLimits {
    const name = definition.jobgroup;
    const limit = name === undefined ? undefined : this.#jobgroupLimits.get(name);
    return { total: this.#maximum, ...(name !== undefined && limit !== undefined && { jobgroup: { name, limit } }) };
  }

  async #markRecord({ record, state, status, comment }: Extract<QueueEffect, { kind: "mark" }>): Promise<void> {
    const { area, records, log, runEnv } = this.#options;
    const services = { area, records, log, env: runEnv };
    const changed = await writeVerdict(services, record.id, { state, status, comment }, { ifState: [record.state] });
    const kind = changed.length > 0 ? "settled" : "lost";
    this.#events.push({ kind, id: record.id, records: changed.length > 0 ? afterwards(changed) : await this.#withTopLevel(record) });
  }

  async #withTopLevel(record: TestState): Promise<TestRecord[]> {
    const { records, runId } = this.#options;
    const own = await records.test(record.id);
    const top = record.item_path === "" ? undefined : await records.findTest(runId, { testname: record.testname, item_path: "" });
    return [own, top].filter((test) => test !== undefined);
  }
}

const afterwards = (changed: readonly ChangedTest[]) => changed.map(({ after }) => after);
