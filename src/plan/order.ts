import { Failure, Heap } from "../base/index.js";
import type { TestDefinition } from "./definition.js";

/** A test and what it waits for. */
export interface Dependent {
  readonly test: TestDefinition;
  readonly waitons: readonly string[];
}

/**
 * Sorts topologically; among the tests whose waitons have all been placed the highest priority goes first, then the
 * last name. Waitons that are not among the tests do not count.
 *
 * @throws Failure `bad-plan` naming a cycle: `a -> b -> a`
 * @see spec 02 § 6.1 and § 10.1
 */
export function queueOrder<T extends Dependent>(tests: ReadonlyMap<string, T>): T[] {
  const missing = new Map<string, number>();
  const waiting = new Map<string, T[]>();
  const free = new Heap<T>(comesFirst);
  for (const [testname, dependent] of tests) {
    const waitons = dependent.waitons.filter((waiton) => tests.has(waiton));
    missing.set(testname, waitons.length);
    if (waitons.length === 0) free.push(dependent);
    for (const waiton of waitons) {
      const dependents = waiting.get(waiton);
      if (dependents === undefined) waiting.set(waiton, [dependent]);
      else dependents.push(dependent);
    }
  }
  const placed: T[] = [];
  for (let next = free.pop(); next !== undefined; next = free.pop()) {
    placed.push(next);
    missing.delete(next.test.testname);
    for (const dependent of waiting.get(next.test.testname) ?? []) {
      const left = (missing.get(dependent.test.testname) ?? 0) - 1;
      missing.set(dependent.test.testname, left);
      if (left === 0) free.push(dependent);
    }
  }
  if (missing.size > 0) throw new Failure("bad-plan", `circular waiton: ${cycleIn(tests, new Set(missing.keys())).join(" -> ")}`);
  return placed;
}

function comesFirst({ test: a }: Dependent, { test: b }: Dependent): boolean {
  return a.priority === b.priority ? a.testname > b.testname : a.priority > b.priority;
}

/** One of the cycles among the tests that could not be placed, from its first name back to it. */
function cycleIn(tests: ReadonlyMap<string, Dependent>, unplaced: ReadonlySet<string>): string[] {
  // Every unplaced test has an unplaced waiton, so that this walk comes back to where it has been.
  const path: string[] = [];
  let testname: string | undefined = [...unplaced].toSorted()[0];
  while (testname !== undefined && !path.includes(testname)) {
    path.push(testname);
    testname = tests.get(testname)?.waitons.find((waiton) => unplaced.has(waiton));
  }
  const cycle = path.slice(testname === undefined ? 0 : path.indexOf(testname));
  const first = cycle.indexOf(cycle.toSorted()[0] ?? "");
  const turned = [...cycle.slice(first), ...cycle.slice(0, first)];
  return [...turned, ...turned.slice(0, 1)];
}
