import type { Area } from "../../../area/index.js";
import { settingText } from "../../../config/index.js";
import { Refused } from "../../refused.js";

/**
 * That a comment justifies a waiver in this area: `[setup] waivercommentpatt` must match it in whole.
 *
 * @throws Refused `bad-request`
 * @see spec 06 § 12.2
 */
export function requireJustification({ config }: Area, comment: string): void {
  const pattern = settingText(config, "setup", "waivercommentpatt");
  if (pattern === "" || wholeMatch(pattern)(comment)) return;
  throw new Refused("bad-request", `the comment of a waiver must match ${pattern} in whole ([setup] waivercommentpatt)`);
}

function wholeMatch(pattern: string): (text: string) => boolean {
  try {
    const shape = new RegExp(`^(?:${pattern})$`, "s");
    return (text) => shape.test(text);
  } catch {
    throw new Refused("bad-request", `nothing can be waived: [setup] waivercommentpatt ${pattern} is no regular expression`);
  }
}
