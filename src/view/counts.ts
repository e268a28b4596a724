import type { Verdict } from "../model/index.js";
import type { ClassCounts } from "./api/runs.js";
import { classOf, type VerdictClass } from "./classes.js";

/** How many records are in each class. @param verdicts each of one record, unless it says of how many */
export function countClasses(verdicts: readonly (Verdict & { readonly count?: number })[]): ClassCounts {
  const counts = new Map<VerdictClass, number>();
  for (const verdict of verdicts) counts.set(classOf(verdict), (counts.get(classOf(verdict)) ?? 0) + (verdict.count ?? 1));
  return Object.fromEntries(counts);
}
