import { shellQuote } from "../base/index.js";
import type { Filter } from "./filter.js";

/** A command to copy, and which parameters of the filter it cannot say. */
export interface FilterCommand {
  readonly text: string;
  readonly leftOut: readonly (keyof Filter)[];
}

/** The `-list-runs` line that lists what a filter shows. Spec 06 § 18.2 */
export function filterCommand(filter: Filter): FilterCommand {
  const { target, run, test, state, status, mode, tag, since, until, q } = filter;
  const leftOut: (keyof Filter)[] = [];
  const words = ["megatest", "-list-runs", "%"];
  const give = (name: keyof Filter, isSayable: boolean, ...given: string[]) => {
    if (isSayable) words.push(...given);
    else leftOut.push(name);
  };
  // One pattern each; and on the command line both boxes must fit.
  if (run !== "" && !run.includes(",")) words[2] = run;
  else if (run !== "") leftOut.push("run");
  if (target !== "") give("target", !target.includes(","), "-target", target);
  if (test !== "") give("test", true, "-testpatt", test);
  const isOneBox = mode === "show" && (state.length === 0 || status.length === 0);
  if (state.length > 0) give("state", isOneBox, "-state", state.join(","));
  if (status.length > 0) give("status", isOneBox, "-status", status.join(","));
  for (const [name, value] of Object.entries({ tag, since, until, q })) if (value !== "") leftOut.push(name as keyof Filter);
  return { text: words.map(shellQuote).join(" "), leftOut };
}
