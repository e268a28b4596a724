import type { TestName, Verdict } from "../model/index.js";
import type { Plan } from "../plan/index.js";
import { RunQueue } from "./queue.js";
import { classify } from "./record-class.js";
import type { RehearsedRecords } from "./rehearsed-records.js";
import type { QueueEffect, QueueEvent, RerunOptions } from "./state.js";

/** What a pass would do with a plain test or an item. */
export interface Rehearsed extends TestName {
  readonly kind: "launch" | "mark";
  /** Of a mark. */
  readonly verdict?: Verdict;
  readonly comment: string;
}

export interface RehearsalResult {
  /** In the order of the pass. */
  readonly done: readonly Rehearsed[];
  /** Tests whose items will be known only when they are made. */
  readonly late: readonly string[];
  /** What the log would say about tests that are left alone. */
  readonly notes: readonly string[];
}

/** Stands for the items of a list that is made late. */
const anItem = "\u{2026}";

const passed: Verdict = { state: "COMPLETED", status: "PASS" };

/**
 * Plays one pass over the queue in thought: whatever is launched passes, and so does what others are running. Everything is decided by the queue itself,
 * so that the outcome is what the pass would do.
 *
 * @param records are changed
 */
export function rehearse(plan: Plan, options: RerunOptions, records: RehearsedRecords): RehearsalResult {
  const rehearsal = new Rehearsal(plan, options, records);
  rehearsal.play();
  return rehearsal;
}

class Rehearsal implements RehearsalResult {
  readonly done: Rehearsed[] = [];
  readonly late: string[] = [];
  readonly notes: string[] = [];
  readonly #queue: RunQueue;
  readonly #plan: Plan;
  readonly #records: RehearsedRecords;
  readonly #effects: QueueEffect[] = [];
  #isOver = false;

  constructor(plan: Plan, options: RerunOptions, records: RehearsedRecords) {
    this.#plan = plan;
    this.#records = records;
    this.#queue = new RunQueue(plan, options);
  }

  play(): void {
    this.#tell({ kind: "start", records: this.#records.all });
    this.#openGates();
    // Each round something others are running ends, or the gates that mode exclusive looks at are seen anew.
    while (!this.#isOver && (this.#endOthers() || this.#openGates())) {}
    if (!this.#isOver) this.#tell({ kind: "stop" });
  }

  /** Whether that led to anything. */
  #openGates(): boolean {
    const before = this.done.length;
    this.#tell({ kind: "gates", free: Number.POSITIVE_INFINITY, jobgroups: new Map(), live: [] });
    return this.done.length > before;
  }

  /** What others are running passes; whether there was any. */
  #endOthers(): boolean {
    const inPlan = new Set(this.#plan.nodes.map(({ test }) => test.testname));
    const others = this.#records.all.filter(
      (record) => inPlan.has(record.testname) && record.state !== "NOT_STARTED" && classify(record) === "pending",
    );
    for (const record of others.filter(({ item_path }) => item_path !== ""))
      this.#tell({ kind: "changed", records: this.#records.write(record, passed) });
    for (const record of others.filter(({ item_path }) => item_path === "")) {
      const now = this.#records.find(record);
      if (now !== undefined && classify(now) === "pending") this.#tell({ kind: "changed", records: this.#records.write(record, passed) });
    }
    return others.length > 0;
  }

  #tell(event: QueueEvent): void {
    this.#effects.push(...this.#queue.next(event));
    for (let effect = this.#effects.shift(); effect !== undefined; effect = this.#effects.shift()) {
      const answer = this.#answerTo(effect);
      if (answer !== undefined) this.#effects.push(...this.#queue.next(answer));
    }
  }

  #answerTo(effect: QueueEffect): QueueEvent | undefined {
    switch (effect.kind) {
      case "register":
        return { kind: "registered", records: effect.names.map((name) => this.#records.register(name)) };
      case "expand":
        return { kind: "expanded", testname: effect.testname, paths: this.#itemsOf(effect.testname) };
      case "launch": {
        const { testname, item_path, id } = effect.record;
        if (item_path !== anItem) this.done.push({ kind: "launch", testname, item_path, comment: "" });
        return { kind: "settled", id, records: this.#records.write(effect.record, passed) };
      }
      case "mark": {
        const { state, status, comment } = effect;
        const { testname, item_path, id } = effect.record;
        if (item_path !== anItem) this.done.push({ kind: "mark", testname, item_path, verdict: { state, status }, comment });
        return { kind: "settled", id, records: this.#records.write(effect.record, { state, status }) };
      }
      case "done":
        this.#isOver = true;
        return undefined;
      default:
        this.notes.push(effect.text);
        return undefined;
    }
  }

  /** Of a late list the items are taken that the run had the last time. */
  #itemsOf(testname: string): string[] {
    this.late.push(testname);
    const known = this.#records.all.filter((record) => record.testname === testname && record.item_path !== "" && record.state !== "DELETED");
    return known.length > 0 ? known.map(({ item_path }) => item_path) : [anItem];
  }
}
