import { equalRuns, type LineChange, numbered } from "../../view/index.js";

/**
 * The lines that differ between two texts, in their order; a changed line is one removed and one added.
 *
 * @param before lines of the older text
 */
export function lineChanges(before: readonly string[], after: readonly string[]): LineChange[] {
  const numbers = new Map<string, number>();
  const runs = equalRuns(numbered(before, numbers), numbered(after, numbers));
  const changes: LineChange[] = [];
  let [left, right] = [0, 0];
  for (const next of [...runs, { left: before.length, right: after.length, count: 0 }]) {
    for (; left < next.left; left++) changes.push({ kind: "removed", line: left + 1, text: before[left] ?? "" });
    for (; right < next.right; right++) changes.push({ kind: "added", line: right + 1, text: after[right] ?? "" });
    left += next.count;
    right += next.count;
  }
  return changes;
}
