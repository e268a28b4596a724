import { ItemSelection, itemmapFor } from "../model/index.js";
import { type Counterpart, counterpart, type MissingCounterpart } from "./counterpart.js";
import { type TestDefinition, waitsByItem } from "./definition.js";

/** All tests that can be reached from some over waiton and waitor links, these included. */
export function reachableTests(tests: ReadonlyMap<string, TestDefinition>, from: Iterable<string>): Map<string, TestDefinition> {
  const reached = new Map<string, TestDefinition>();
  const found = [...from];
  for (let testname = found.pop(); testname !== undefined; testname = found.pop()) {
    const test = tests.get(testname);
    if (test === undefined || reached.has(testname)) continue;
    reached.set(testname, test);
    found.push(...test.waitons, ...test.waitors);
  }
  return reached;
}

/**
 * Extends the selection of the named tests to what they wait for. Named tests are never widened: naming a waiton
 * restricts it deliberately. A test that gets no selection is not in the run and pulls in nothing itself.
 *
 * @param sorted all tests that can be reached from the named ones, waitons first
 * @see spec 02 § 8
 */
export function extendSelection(
  sorted: readonly TestDefinition[],
  named: ReadonlyMap<string, ItemSelection>,
): { readonly selections: ReadonlyMap<string, ItemSelection>; readonly warnings: MissingCounterpart[] } {
  const extension = new Extension(sorted, named);
  // Waiting tests first, so that one sweep does unless a waitor, which comes earlier, gets into the run.
  while (extension.sweep()) {}
  return { selections: extension.selections, warnings: [...extension.warnings.values()] };
}

class Extension {
  readonly selections: Map<string, ItemSelection>;
  readonly warnings = new Map<string, MissingCounterpart>();
  readonly #sorted: readonly TestDefinition[];
  readonly #tests: ReadonlyMap<string, TestDefinition>;
  readonly #named: ReadonlyMap<string, ItemSelection>;
  /** Tests whose selection has grown since their waitons were extended. */
  readonly #grown: Set<string>;

  constructor(sorted: readonly TestDefinition[], named: ReadonlyMap<string, ItemSelection>) {
    this.#sorted = sorted.toReversed();
    this.#tests = new Map(sorted.map((test) => [test.testname, test]));
    this.#named = named;
    this.selections = new Map(named);
    this.#grown = new Set(named.keys());
  }

  sweep(): boolean {
    for (const test of this.#sorted) {
      const selection = this.selections.get(test.testname);
      if (this.#grown.delete(test.testname) && selection !== undefined) this.#extend(test, selection);
    }
    return this.#grown.size > 0;
  }

  #extend(test: TestDefinition, selection: ItemSelection): void {
    const paths = test.items.kind === "known" ? [...test.items.paths].filter((path) => selection.has(path)) : undefined;
    // Nothing will be launched, so nothing needs to be done before it.
    if (paths?.length === 0) return;
    for (const waitor of test.waitors) this.#select(waitor, (wanted) => wanted.addAll());
    for (const name of test.waitons) {
      const waiton = this.#tests.get(name);
      if (waiton === undefined) continue;
      if (!waitsByItem(test)) this.#select(name, (wanted) => wanted.addAll());
      else if (paths === undefined) this.#selectForLateItems(test, selection, waiton);
      else this.#selectCounterparts(test, paths, waiton);
    }
  }

  #selectCounterparts(test: TestDefinition, paths: Iterable<string>, waiton: TestDefinition): void {
    const map = itemmapFor(test.itemmaps, waiton.testname);
    for (const path of paths) {
      const other = counterpart(map, path, waiton.items);
      if (other.kind === "none") this.#warn(test, path, waiton);
      else this.#select(waiton.testname, (wanted) => addCounterpart(wanted, other));
    }
  }

  #selectForLateItems(test: TestDefinition, selection: ItemSelection, waiton: TestDefinition): void {
    this.#selectCounterparts(test, selection.paths, waiton);
    const keepsPatterns = itemmapFor(test.itemmaps, waiton.testname) === undefined && waiton.items.kind !== "plain";
    for (const pattern of selection.patterns) {
      this.#select(waiton.testname, (wanted) => (keepsPatterns ? wanted.add(pattern) : wanted.addAll()));
    }
  }

  #select(testname: string, grow: (wanted: ItemSelection) => boolean): void {
    if (this.#named.has(testname) || !this.#tests.has(testname)) return;
    const wanted = this.selections.get(testname) ?? new ItemSelection();
    this.selections.set(testname, wanted);
    if (grow(wanted)) this.#grown.add(testname);
  }

  #warn({ testname, items }: TestDefinition, itemPath: string, waiton: TestDefinition): void {
    if (items.kind !== "known") return;
    this.warnings.set(`${testname}/${itemPath} ${waiton.testname}`, { testname, item_path: itemPath, waiton: waiton.testname });
  }
}

function addCounterpart(wanted: ItemSelection, other: Exclude<Counterpart, { kind: "none" }>): boolean {
  return other.kind === "whole" ? wanted.addAll() : wanted.addPath(other.item_path);
}
