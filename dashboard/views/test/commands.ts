import { shellQuote } from "../../../src/base/index.js";
import type { TestRef } from "../../../src/view/index.js";

/** Runs just this test or item again; undefined when no test pattern can say which. Spec 06 § 32.3 */
export function rerunCommand({ t, r, n, i }: TestRef): string | undefined {
  const pattern = i === "" ? n : `${n}/${i}`;
  if (/[,%*~]/.test(pattern)) return undefined;
  return ["megatest", "-run", "-target", t, "-runname", r, "-testpatt", pattern, "-preclean", "-clean-cache"].map(shellQuote).join(" ");
}
