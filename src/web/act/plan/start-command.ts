import type { Area } from "../../../area/index.js";
import { shellQuote } from "../../../base/index.js";
import { settingText } from "../../../config/index.js";

/**
 * The shell line in which `[dashboard] pre-command`, `post-command` or `use-viewscreen` put a command; undefined when none of them is set. The command is
 * quoted once, as a whole list of words.
 *
 * @see spec 06 § 8
 */
export function surrounded({ config }: Area, words: readonly string[]): string | undefined {
  const isSet = (name: string) => config.lookup("dashboard", name) !== undefined;
  if (!isSet("pre-command") && !isSet("post-command") && !isSet("use-viewscreen")) return undefined;
  const before = isSet("pre-command") ? settingText(config, "dashboard", "pre-command") : isSet("use-viewscreen") ? "viewscreen " : "";
  return `${before}${words.map(shellQuote).join(" ")}${settingText(config, "dashboard", "post-command")}`;
}
