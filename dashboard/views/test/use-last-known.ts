import { useRef } from "preact/hooks";
import type { Missing } from "../../../src/view/index.js";

/** The last answer that told of a thing, also when that is gone by now. */
export function useLastKnown<V extends object>(
  answer: V | Missing | undefined,
): { readonly view: V | undefined; readonly missing: Missing | undefined } {
  const known = useRef<V>(undefined);
  const missing = answer !== undefined && "missing" in answer ? answer : undefined;
  if (answer !== undefined && !("missing" in answer)) known.current = answer;
  return { view: known.current, missing };
}
