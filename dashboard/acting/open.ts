import { signal } from "@preact/signals";
import type { ActionName, PlanObject, PlanOptions, PlanRequest, RunRef, TestRef } from "../../src/view/index.js";

/** What somebody has set out to do, and a dialog asks about. */
export type Intent =
  | { readonly kind: "plan"; readonly request: PlanRequest }
  | { readonly kind: "verdict" | "waive" | "comment"; readonly tests: readonly TestRef[] }
  | { readonly kind: "run"; readonly run: RunRef };

/** Undefined: no dialog is open. */
export const intent = signal<Intent | undefined>(undefined);

/** Opens the dialog that shows what an action would do. */
export function propose(action: ActionName, objects: readonly PlanObject[] = [], options: PlanOptions = {}): void {
  intent.value = { kind: "plan", request: { action, objects, options } };
}

/** Tests as objects of an action: one for each run. */
export function objectsOf(tests: readonly TestRef[]): PlanObject[] {
  const byRun = new Map<string, { readonly run: RunRef; readonly tests: Pick<TestRef, "n" | "i">[] }>();
  for (const { n, i, ...run } of tests) {
    const key = JSON.stringify([run.a, run.t, run.r]);
    const group = byRun.get(key) ?? { run, tests: [] };
    group.tests.push({ n, i });
    byRun.set(key, group);
  }
  return [...byRun.values()].map(({ run, tests: own }) => ({ ...run, tests: own }));
}
