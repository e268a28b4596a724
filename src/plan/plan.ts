import { compileTagExpression, type Itemmap, type ItemSelection, itemmapFor, TestPattern } from "../model/index.js";
import type { MissingCounterpart } from "./counterpart.js";
import type { TestDefinition } from "./definition.js";
import { type Dependent, queueOrder } from "./order.js";
import { extendSelection, reachableTests } from "./selection.js";

/** A waiton that is in the run too. */
export interface PlanLink {
  readonly waiton: string;
  /** The map for this waiton; undefined means that item paths stay as they are. */
  readonly itemmap: Itemmap | undefined;
}

/** A test of the run and the items of it that are in the run. */
export interface PlanNode {
  readonly test: TestDefinition;
  readonly selection: ItemSelection;
  readonly links: readonly PlanLink[];
}

export interface Plan {
  /** In queue order. */
  readonly nodes: readonly PlanNode[];
  /** Tests that the pattern and the tag expression name, ascending; the others in the plan are there for their sake. */
  readonly named: readonly string[];
  /**
   * Plain tests whose name matches, ascending, while every item part of the pattern asks for items they do not have.
   * They are not in the run. (1.65 gives them a NOT_STARTED/ZERO_ITEMS record.)
   */
  readonly without_items: readonly string[];
  /** For the items that are known when the run is planned. */
  readonly warnings: readonly MissingCounterpart[];
}

/** What the user asks for: a test pattern and perhaps a tag expression; spec 02 § 5. */
export interface Selectors {
  readonly patterns: string;
  readonly tagexpr?: string;
}

/**
 * Which tests and items a run consists of, in queue order: those that the selectors name and what they wait for.
 *
 * @param tests all discovered tests; waitons and waitors that are not among them do not count
 * @throws Failure `bad-plan` when tests of the run wait for each other
 * @see spec 02 § 8 and § 10.1
 */
export function planRun(tests: ReadonlyMap<string, TestDefinition>, selectors: Selectors): Plan {
  const { named, withoutItems } = nameTests(tests, selectors);
  const reachable = reachableTests(tests, named.keys());
  const sorted = queueOrder(withWaitors(reachable));
  const { selections, warnings } = extendSelection(
    sorted.map((dependent) => dependent.test),
    named,
  );
  const inRun = withWaitors(new Map([...reachable].filter(([testname]) => selections.has(testname))));
  const nodes = queueOrder(inRun).flatMap(({ test, waitons }) => {
    const selection = selections.get(test.testname);
    if (selection === undefined) return [];
    const links = waitons.filter((waiton) => inRun.has(waiton)).map((waiton) => ({ waiton, itemmap: itemmapFor(test.itemmaps, waiton) }));
    return [{ test, selection, links }];
  });
  return { nodes, named: [...named.keys()].toSorted(), without_items: withoutItems.toSorted(), warnings };
}

function nameTests(tests: ReadonlyMap<string, TestDefinition>, { patterns, tagexpr }: Selectors) {
  const pattern = new TestPattern(patterns);
  const allows = tagexpr === undefined ? () => true : compileTagExpression(tagexpr);
  const named = new Map<string, ItemSelection>();
  const withoutItems: string[] = [];
  for (const [testname, { items, tags }] of tests) {
    if (!pattern.names(testname) || !allows(tags)) continue;
    const selection = pattern.itemsOf(testname);
    if (items.kind === "plain" && !selection.has("")) withoutItems.push(testname);
    else named.set(testname, selection);
  }
  return { named, withoutItems };
}

/** The tests with their waitons, among these the tests that list them as waitors; spec 02 § 6.2. */
function withWaitors(tests: ReadonlyMap<string, TestDefinition>): Map<string, Dependent> {
  const waitons = new Map([...tests.values()].map((test) => [test.testname, new Set(test.waitons)]));
  for (const test of tests.values()) for (const waitor of test.waitors) waitons.get(waitor)?.add(test.testname);
  return new Map([...tests].map(([testname, test]) => [testname, { test, waitons: [...(waitons.get(testname) ?? [])] }]));
}
