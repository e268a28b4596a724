import { fullName, rollUp, type TestName, type Verdict } from "../model/index.js";
import type { TestState } from "./state.js";

/** How many items of a test have a verdict. */
interface Tally {
  readonly verdict: Verdict;
  count: number;
}

/** Records of a run that are changed in thought only. Items roll up as the store does it. */
export class RehearsedRecords {
  readonly #byName = new Map<string, TestState>();
  readonly #items = new Map<string, Map<string, Tally>>();

  constructor(stored: readonly TestState[]) {
    for (const record of stored) this.#put(record);
  }

  get all(): readonly TestState[] {
    return [...this.#byName.values()];
  }

  /** Undefined when there is none, or only a deleted one. */
  find(name: TestName): TestState | undefined {
    const record = this.#byName.get(fullName(name));
    return record?.state === "DELETED" ? undefined : record;
  }

  /** The record, made if there is none. */
  register(name: TestName): TestState {
    return this.find(name) ?? this.#put({ id: this.#idOf(name), ...name, state: "NOT_STARTED", status: "n/a" });
  }

  /** The records that change: the test's own, and the one that its items roll up to. */
  write({ testname, item_path }: TestName, { state, status }: Verdict): TestState[] {
    const own = this.#put({ id: this.#idOf({ testname, item_path }), testname, item_path, state, status });
    const top = item_path === "" ? undefined : this.find({ testname, item_path: "" });
    return top === undefined ? [own] : [own, this.#put({ ...top, ...this.#rolledUp(testname) })];
  }

  /** Writes many; a top-level record among them keeps what is given for it. */
  writeAll(names: readonly TestName[], verdict: Verdict): void {
    const [tops, items] = [names.filter(({ item_path }) => item_path === ""), names.filter(({ item_path }) => item_path !== "")];
    for (const name of [...items, ...tops]) this.write(name, verdict);
  }

  #rolledUp(testname: string): Verdict {
    return rollUp([...(this.#items.get(testname)?.values() ?? [])].filter(({ count }) => count > 0).map(({ verdict }) => verdict));
  }

  #idOf(name: TestName): number {
    return this.#byName.get(fullName(name))?.id ?? -1 - this.#byName.size;
  }

  #put(record: TestState): TestState {
    const name = fullName(record);
    if (record.item_path !== "") {
      const before = this.#byName.get(name);
      if (before !== undefined) this.#count(before, -1);
      this.#count(record, 1);
    }
    this.#byName.set(name, record);
    return record;
  }

  #count({ testname, state, status }: TestState, difference: number): void {
    const ofTest = this.#items.get(testname) ?? new Map<string, Tally>();
    this.#items.set(testname, ofTest);
    const key = `${state}/${status}`;
    const tally = ofTest.get(key) ?? { verdict: { state, status }, count: 0 };
    tally.count += difference;
    ofTest.set(key, tally);
  }
}
