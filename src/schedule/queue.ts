import { Heap } from "../base/index.js";
import { isLive, type Verdict } from "../model/index.js";
import { missingCounterpartText, type Plan } from "../plan/index.js";
import { Agenda } from "./agenda.js";
import { Gates } from "./gates.js";
import { decideLaunch } from "./launch-decision.js";
import { judge, missingCounterparts } from "./prerequisites.js";
import type { Entry, QueuedTest } from "./queued-test.js";
import { ReadyList } from "./ready-list.js";
import type { QueueEffect, QueueEvent, RerunOptions, TestState } from "./state.js";

const comments = {
  failed: "Failed to run due to failed prerequisites",
  discarded: "Failed to run due to prior failed prerequisites",
  noItems: "No items",
  noneSelected: "This test has no items which match test pattern.",
  timedOut: "Nothing seen running in a while.",
};

/**
 * One pass over the queue of a run: what happened goes into `next`, what is to be done comes out. See DESIGN.md.
 *
 * @see spec 02 § 10.3, § 11, § 12.1, § 12.2, § 13.1
 */
export class RunQueue {
  readonly #agenda: Agenda;
  readonly #options: RerunOptions;
  readonly #ready = new ReadyList();
  readonly #gates = new Gates();
  /** Entries that mode exclusive keeps back. */
  readonly #excluded = new Set<Entry>();
  /** Launches and marks that are not answered, by record id. */
  readonly #asked = new Map<number, { readonly entry: Entry; readonly effect: "launch" | "mark" }>();
  /** Tests whose items are being made; what comes after them in the queue is not launched before them. */
  readonly #expanding = new Heap<Entry>((a, b) => a.order < b.order);
  #ending: "given-up" | "stopped" | undefined;
  #phase: "new" | "running" | "done" = "new";
  #effects: QueueEffect[] = [];
  #toRegister: { testname: string; item_path: string }[] = [];

  constructor(plan: Plan, options: RerunOptions) {
    this.#options = options;
    this.#agenda = new Agenda(plan, (record) => decideLaunch(record, options).launch);
  }

  /** Entries left in the queue. */
  get size(): number {
    return this.#agenda.entries.size;
  }

  /** Whether an entry waits for nothing but a slot. */
  get wantsSlot(): boolean {
    return !this.#ready.isEmpty;
  }

  /** @throws Error when an event answers nothing that was asked: a bug of the caller */
  next(event: QueueEvent): QueueEffect[] {
    this.#effects = [];
    this.#toRegister = [];
    this.#take(event);
    this.#agenda.work((entry) => this.#evaluate(entry));
    this.#launch();
    if (this.#toRegister.length > 0) this.#effects.push({ kind: "register", names: this.#toRegister });
    if (this.#phase === "running" && this.size === 0) {
      this.#phase = "done";
      this.#effects.push({ kind: "done" });
    }
    return this.#effects;
  }

  #take(event: QueueEvent): void {
    switch (event.kind) {
      case "start":
        this.#phase = "running";
        this.#store(event.records);
        for (const testname of this.#agenda.tests.keys()) this.#toRegister.push({ testname, item_path: "" });
        break;
      case "registered":
        this.#registered(event.records);
        break;
      case "expanded":
        this.#expanded(event.testname, event.paths);
        break;
      case "changed":
        this.#store(event.records);
        break;
      case "settled":
      case "lost":
        this.#answered(event.kind, event.id, event.records);
        break;
      case "gates":
        this.#gates.update(event);
        for (const entry of this.#excluded) this.#agenda.look(entry);
        this.#excluded.clear();
        break;
      case "give-up":
        this.#end("given-up");
        break;
      case "stop":
        this.#end("stopped");
        break;
    }
  }

  /** Takes over records; an entry that is no longer to be launched leaves the queue. */
  #store(records: readonly TestState[]): void {
    for (const record of records) {
      const entry = this.#agenda.store(record)?.entry;
      if (entry?.kind === "launch" && (entry.phase === "waiting" || entry.phase === "ready")) this.#decide(entry);
    }
  }

  #registered(records: readonly TestState[]): void {
    this.#store(records);
    for (const test of new Set(records.map((record) => this.#agenda.tests.get(record.testname)))) {
      if (test?.registering !== undefined) this.#openItems(test, test.registering);
      else if (test?.top.entry?.phase === "new") this.#begin(test.top.entry);
    }
  }

  /** The top-level record is there. What does not depend on prerequisites is decided at once. */
  #begin(entry: Entry): void {
    const { test, kind } = entry;
    entry.phase = "waiting";
    const paths = this.#selectedItems(test);
    if (kind === "launch") this.#decide(entry);
    else if (paths?.length === 0) this.#markWithoutItems(entry);
    else if (paths !== undefined && this.#isIdle(test)) this.#openItems(test, paths);
    else this.#agenda.look(entry);
  }

  #isLeftAlone(record: TestState | undefined): boolean {
    return record !== undefined && !decideLaunch(record, this.#options).launch;
  }

  /** Undefined while the items are not known. */
  #selectedItems(test: QueuedTest): string[] | undefined {
    if (test.items.kind !== "known") return undefined;
    const paths = [...test.items.paths].filter((path) => test.selection.has(path));
    test.selectsNone = paths.length === 0;
    this.#agenda.touch(test);
    return paths;
  }

  #expanded(testname: string, paths: readonly string[]): void {
    const test = this.#agenda.tests.get(testname);
    const entry = test?.top.entry;
    if (test === undefined || entry?.phase !== "asked") throw new Error(`nobody asked for the items of ${testname}`);
    test.items = { kind: "known", paths: new Set(paths) };
    entry.phase = "waiting";
    if (this.#ending === undefined) this.#expand(entry);
    else this.#agenda.look(entry);
  }

  #expand(entry: Entry): void {
    const { test } = entry;
    const { testname } = test.definition;
    const paths = this.#selectedItems(test);
    if (paths?.length === 0) {
      this.#markWithoutItems(entry);
      return;
    }
    entry.phase = "asked";
    this.#expanding.push(entry);
    test.registering = paths;
    if (paths === undefined) this.#effects.push({ kind: "expand", testname });
    else for (const item_path of paths) this.#toRegister.push({ testname, item_path });
  }

  #markWithoutItems(entry: Entry): void {
    const { test } = entry;
    const empty = test.items.kind === "known" && test.items.paths.size === 0;
    if (empty && test.recordedItems.length > 0) this.#agenda.leave(entry);
    else this.#mark(entry, { state: "NOT_STARTED", status: "ZERO_ITEMS" }, empty ? comments.noItems : comments.noneSelected);
  }

  /** The records of the items are there. */
  #openItems(test: QueuedTest, paths: readonly string[]): void {
    test.registering = undefined;
    for (const entry of this.#agenda.replaceByItems(test, paths)) {
      this.#decide(entry);
      for (const missing of missingCounterparts(entry)) this.#effects.push({ kind: "warning", text: missingCounterpartText(missing) });
    }
  }

  /** By its record, whether an entry is to be launched at all. */
  #decide(entry: Entry): void {
    const decision = decideLaunch(recordOf(entry), this.#options);
    if (decision.launch) {
      this.#agenda.look(entry);
      return;
    }
    if (decision.note !== undefined) this.#effects.push({ kind: "note", text: decision.note });
    if (decision.error !== undefined) this.#effects.push({ kind: "error", text: decision.error });
    this.#agenda.leave(entry);
  }

  #evaluate(entry: Entry): void {
    if (this.#ending === "stopped") this.#agenda.leave(entry);
    else if (this.#ending === "given-up") this.#mark(entry, { state: "NOT_STARTED", status: "TIMED_OUT" }, comments.timedOut);
    else this.#judge(entry);
  }

  #judge(entry: Entry): void {
    const standing = judge(entry);
    if (standing === "pending") return;
    if (standing === "failed") this.#fail(entry, "PREQ_FAIL", comments.failed);
    else if (standing === "discarded") this.#fail(entry, "PREQ_DISCARDED", comments.discarded);
    else if (this.#gates.excludes(entry)) this.#excluded.add(entry);
    else if (entry.kind === "expand") this.#expand(entry);
    else {
      entry.phase = "ready";
      this.#ready.add(entry);
    }
  }

  /** A failed prerequisite is written only where something would have been launched: old results stay. */
  #fail(entry: Entry, status: string, comment: string): void {
    if (entry.kind === "expand" && this.#isIdle(entry.test)) this.#agenda.leave(entry);
    else this.#mark(entry, { state: "COMPLETED", status }, comment);
  }

  /** Whether no item of an itemized test would be launched; of a late list only the items with a record are known. */
  #isIdle(test: QueuedTest): boolean {
    const paths = this.#selectedItems(test) ?? test.recordedItems;
    return paths.length > 0 && paths.every((path) => this.#isLeftAlone(test.slots.get(path)?.record));
  }

  #mark(entry: Entry, verdict: Verdict, comment: string): void {
    this.#effects.push({ kind: "mark", record: this.#ask(entry, "mark"), ...verdict, comment });
  }

  #ask(entry: Entry, effect: "launch" | "mark"): TestState {
    const record = recordOf(entry);
    entry.phase = "asked";
    this.#asked.set(record.id, { entry, effect });
    return record;
  }

  #launch(): void {
    for (let entry = this.#nextReady(); entry !== undefined; entry = this.#nextReady()) {
      // While it waited for a slot somebody else may have begun to run a prerequisite again.
      if (judge(entry) === "satisfied" && !this.#gates.excludes(entry)) {
        this.#gates.launching(entry);
        this.#effects.push({ kind: "launch", record: this.#ask(entry, "launch") });
      } else {
        entry.phase = "waiting";
        this.#agenda.look(entry);
        this.#agenda.work((woken) => this.#evaluate(woken));
      }
    }
  }

  #nextReady(): Entry | undefined {
    if (!this.#gates.isOpen || this.#ending !== undefined) return undefined;
    while (this.#expanding.size > 0 && this.#expanding.peek()?.phase !== "asked") this.#expanding.pop();
    const end = this.#expanding.peek()?.order ?? Number.POSITIVE_INFINITY;
    return this.#ready.take((jobgroup) => this.#gates.isOpenFor(jobgroup), end);
  }

  #answered(answer: "settled" | "lost", id: number, records: readonly TestState[]): void {
    const asked = this.#asked.get(id);
    if (asked === undefined) throw new Error(`nothing was asked for record ${id}`);
    const { entry, effect } = asked;
    this.#asked.delete(id);
    this.#store(records);
    if (effect === "launch") this.#gates.answered(entry, answer === "settled" && isLive(recordOf(entry).state));
    if (answer === "settled") {
      this.#agenda.leave(entry);
      return;
    }
    entry.phase = "waiting";
    if (entry.kind === "launch") this.#decide(entry);
    else this.#agenda.look(entry);
  }

  #end(how: "given-up" | "stopped"): void {
    this.#ending = how;
    for (const entry of this.#agenda.entries) {
      if (entry.phase === "ready") entry.phase = "waiting";
      this.#agenda.look(entry);
    }
  }
}

/** The record of an entry that has been registered. */
function recordOf({ test, slot }: Entry): TestState {
  if (slot.record === undefined) throw new Error(`no record of ${test.definition.testname}/${slot.item_path}`);
  return slot.record;
}
