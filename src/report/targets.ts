import { Failure } from "../base/index.js";
import type { RunRecord } from "../model/index.js";
import { jsonStrings, schemeString } from "./quote.js";

/**
 * The output of `-list-targets`: section names of `runconfigs.config`, sorted by code point.
 *
 * @param filter `-target`: a comma list in which `%` stands for any text; the rest is a regular expression for the whole name
 * @param dumpmode `json`, `alist` (lines, as without one)
 * @throws Failure `usage` for another `dumpmode`
 * @see spec 05 § 6.3
 */
export function targetsText(sections: readonly string[], filter: string | undefined, dumpmode = "alist"): string {
  const patterns = filter?.split(",").map(namePattern);
  const names = sections.filter((name) => patterns === undefined || patterns.some((matches) => matches(name))).sort(byCodePoint);
  if (dumpmode === "json") return jsonStrings(names);
  if (dumpmode === "alist") return names.map((name) => `${name}\n`).join("");
  throw new Failure("usage", `dump output format ${dumpmode} not supported for -list-targets`, 0);
}

/** The output of `-list-db-targets`: the targets of the runs, each once, in the order of the runs; the dumps have it reversed. Spec 05 § 6.3. */
export function dbTargetsText(runs: readonly RunRecord[], dumpmode: string | undefined): string {
  const targets = [...new Set(runs.map((run) => run.target.join("/")))];
  const reversed = targets.toReversed();
  if (dumpmode === "json") return `{"targets": ${jsonStrings(reversed)}}`;
  if (dumpmode === "sexpr" || dumpmode === "sexp") return `(("targets" ${reversed.map(schemeString).join(" ")}))\n`;
  return targets.map((target) => `${target}\n`).join("");
}

/** UTF-8 sorts as its code points do. */
const byCodePoint = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

function namePattern(pattern: string): (name: string) => boolean {
  try {
    const expression = new RegExp(`^(?:${pattern.replaceAll("%", ".*")})$`, "s");
    return (name) => expression.test(name);
  } catch {
    return (name) => name === pattern;
  }
}
