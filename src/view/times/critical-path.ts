import type { Span } from "./bars.js";

/**
 * What a run waited for: from the test that ended last back through the prerequisite that ended latest, first to last. Of equals the first counts.
 *
 * @param prerequisitesOf what a test waited for; those that never ran are no part of `tests` and do not belong here
 * @see spec 06 § 28
 */
export function criticalPath<T extends Span>(tests: readonly T[], prerequisitesOf: (test: T) => readonly T[]): T[] {
  const path: T[] = [];
  // Prerequisites that changed after the run may form a circle.
  const seen = new Set<T>();
  for (let test = lastToEnd(tests); test !== undefined && !seen.has(test); test = lastToEnd(prerequisitesOf(test))) {
    seen.add(test);
    path.push(test);
  }
  return path.reverse();
}

export function lastToEnd<T extends Span>(tests: readonly T[]): T | undefined {
  return tests.reduce<T | undefined>((latest, test) => (latest === undefined || test.until > latest.until ? test : latest), undefined);
}
