import * as z from "zod/mini";
import type { TestRecord } from "../model/index.js";
import type { VerdictChange } from "../store/index.js";

const keptVerdict = z.object({ state: z.string(), status: z.string(), comment: z.string() });

/**
 * What a record says while its data is deleted and the record is kept. The comment holds what it goes back to, so that the next command can finish
 * what a killed one began.
 */
export function cleaning(test: TestRecord): VerdictChange {
  return { state: "CLEANING", status: "LOCKED", comment: JSON.stringify(original(test)) };
}

/** What the record said before its data was deleted; of a record that is not CLEANING, what it says. */
export function original(test: TestRecord): Required<VerdictChange> {
  const { state, status, comment } = test;
  return (state === "CLEANING" ? parse(comment) : undefined) ?? { state, status, comment };
}

function parse(comment: string): Required<VerdictChange> | undefined {
  try {
    return keptVerdict.parse(JSON.parse(comment));
  } catch {
    return undefined;
  }
}
