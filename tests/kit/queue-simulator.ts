import { fullName, rollUp, type TestName, type Verdict } from "../../src/model/index.js";
import type { Plan } from "../../src/plan/index.js";
import { RunQueue } from "../../src/schedule/queue.js";
import type { QueueEffect, QueueEvent, RerunOptions, TestState } from "../../src/schedule/state.js";

export interface Script {
  /** What becomes of a test that is launched, `STATE/STATUS` by full name; absent: COMPLETED/PASS. */
  readonly results?: Readonly<Record<string, string>>;
  /** Records of the run before it begins, `STATE/STATUS` by full name. */
  readonly records?: Readonly<Record<string, string>>;
  /** Lists of items that are computed late, by test. */
  readonly lateItems?: Readonly<Record<string, readonly string[]>>;
  readonly slots?: number;
  /** Limits of job groups. */
  readonly jobgroups?: Readonly<Record<string, number>>;
  readonly options?: Partial<RerunOptions>;
}

/** Plays records, executors and run loop to a queue. Nothing happens by itself: a test says what is next. */
export class Simulator {
  readonly queue: RunQueue;
  readonly plan: Plan;
  /** Effects that nobody has carried out yet. */
  readonly outbox: QueueEffect[] = [];
  /** Full names, in the order of their launch. */
  readonly launched: string[] = [];
  readonly running: TestState[] = [];
  readonly marks: Extract<QueueEffect, { kind: "mark" }>[] = [];
  /** Texts of notes, warnings and errors. */
  readonly said: string[] = [];
  /** Live records of the tests with mode exclusive in other runs. */
  elsewhere: readonly TestName[] = [];
  done = false;
  readonly #records = new Map<string, TestState>();
  readonly #script: Script;

  constructor(plan: Plan, script: Script = {}) {
    this.plan = plan;
    this.#script = script;
    this.queue = new RunQueue(plan, { rerun: [], force: false, ...script.options });
    for (const [name, text] of Object.entries(script.records ?? {})) {
      const { testname, item_path } = testNameOf(name);
      // An item never comes without its top-level record.
      if (!this.#records.has(testname)) this.#put({ testname, item_path: "" }, verdictOf("NOT_STARTED/n/a"));
      this.write({ testname, item_path }, verdictOf(text));
    }
  }

  /** What happens first. */
  start(): void {
    this.tell({ kind: "start", records: [...this.#records.values()] });
    this.tellGates();
  }

  tell(event: QueueEvent): void {
    this.outbox.push(...this.queue.next(event));
  }

  tellGates(): void {
    const live = this.running.length;
    const inGroup = (group: string) => this.running.filter(({ testname }) => this.jobgroupOf(testname) === group).length;
    const jobgroups = new Map(Object.entries(this.#script.jobgroups ?? {}).map(([group, limit]) => [group, limit - inGroup(group)]));
    this.tell({ kind: "gates", free: (this.#script.slots ?? 1000) - live, jobgroups, live: this.elsewhere });
  }

  jobgroupOf(testname: string): string | undefined {
    return this.plan.nodes.find(({ test }) => test.testname === testname)?.test.jobgroup;
  }

  record(name: string): TestState | undefined {
    return this.#records.get(name);
  }

  /** `STATE/STATUS` by full name. */
  verdicts(): Record<string, string> {
    return Object.fromEntries([...this.#records].map(([name, { state, status }]) => [name, `${state}/${status}`]));
  }

  get records(): readonly TestState[] {
    return [...this.#records.values()];
  }

  /** Writes a verdict and rolls up; the changed records. */
  write(name: TestName, { state, status }: Verdict): TestState[] {
    const changed = [this.#put(name, { state, status })];
    const items = this.records.filter(({ testname, item_path }) => testname === name.testname && item_path !== "");
    if (name.item_path !== "" && this.#records.has(name.testname)) changed.push(this.#put({ testname: name.testname, item_path: "" }, rollUp(items)));
    return changed;
  }

  #put({ testname, item_path }: TestName, { state, status }: Verdict): TestState {
    const name = fullName({ testname, item_path });
    const record = { id: this.#records.get(name)?.id ?? this.#records.size + 1, testname, item_path, state, status };
    this.#records.set(name, record);
    return record;
  }

  /** Carries out an effect and tells the queue. */
  perform(effect: QueueEffect): void {
    switch (effect.kind) {
      case "register":
        this.tell({ kind: "registered", records: effect.names.map((name) => this.#register(name)) });
        break;
      case "expand":
        this.tell({ kind: "expanded", testname: effect.testname, paths: this.#script.lateItems?.[effect.testname] ?? [] });
        break;
      case "launch":
        this.#launch(effect.record);
        break;
      case "mark":
        this.#mark(effect);
        break;
      case "done":
        this.done = true;
        break;
      default:
        this.said.push(`${effect.kind === "note" ? "" : `${effect.kind}: `}${effect.text}`);
    }
  }

  #register(name: TestName): TestState {
    const known = this.#records.get(fullName(name));
    return known !== undefined && known.state !== "DELETED" ? known : this.#put(name, { state: "NOT_STARTED", status: "n/a" });
  }

  #launch(seen: TestState): void {
    const record = this.#records.get(fullName(seen)) ?? seen;
    if (record.state !== seen.state || record.status !== seen.status) {
      this.tell({ kind: "lost", id: seen.id, records: [record] });
      return;
    }
    this.launched.push(fullName(seen));
    const records = this.write(seen, { state: "LAUNCHED", status: "n/a" });
    this.running.push(...records.slice(0, 1));
    this.tell({ kind: "settled", id: seen.id, records });
  }

  #mark(mark: Extract<QueueEffect, { kind: "mark" }>): void {
    const record = this.#records.get(fullName(mark.record)) ?? mark.record;
    if (record.state !== mark.record.state) {
      this.tell({ kind: "lost", id: record.id, records: [record] });
      return;
    }
    this.marks.push(mark);
    this.tell({ kind: "settled", id: record.id, records: this.write(mark.record, mark) });
  }

  /** Ends a running test as the script says; the changed records, which the queue has not been told. */
  finish(test: TestState): TestState[] {
    this.running.splice(this.running.indexOf(test), 1);
    return this.write(test, verdictOf(this.#script.results?.[fullName(test)] ?? "COMPLETED/PASS"));
  }

  /** Carries out all effects, in order. */
  performAll(): void {
    for (let effect = this.outbox.shift(); effect !== undefined; effect = this.outbox.shift()) this.perform(effect);
  }

  /** Plays until nothing moves; what was launched at one moment is one group. All running tests end at the same moment, or one after the other. */
  play(ending: "together" | "one by one" = "together"): string[][] {
    const groups: string[][] = [];
    this.start();
    for (;;) {
      const before = this.launched.length;
      this.performAll();
      if (this.launched.length > before) groups.push(this.launched.slice(before));
      const ended = this.running.slice(0, ending === "together" ? undefined : 1);
      if (ended.length === 0) return groups;
      this.tell({ kind: "changed", records: ended.flatMap((test) => this.finish(test)) });
      this.tellGates();
    }
  }
}

export function verdictOf(text: string): Verdict {
  const slash = text.indexOf("/");
  return { state: text.slice(0, slash), status: text.slice(slash + 1) };
}

export function testNameOf(name: string): TestName {
  const slash = name.indexOf("/");
  return slash < 0 ? { testname: name, item_path: "" } : { testname: name.slice(0, slash), item_path: name.slice(slash + 1) };
}
