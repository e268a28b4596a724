import type { Area } from "../area/index.js";
import { settingIsOn, settingText } from "../config/index.js";
import { type TestName, TestPattern } from "../model/index.js";

/** Who starts the executor of a test: our own local executor, or a command line of the area. Spec 03 § 6.1. */
export type Launcher = { readonly kind: "local"; readonly name: "built-in" | "nbfake" } | { readonly kind: "command"; readonly line: string };

/** The launcher of a test: `[launchers]` when `flexi-launcher` is on, else `[jobtools] launcher`. */
export function launcherFor(area: Area, test: TestName): Launcher {
  return launcherOf(flexibleLine(area, test) ?? settingText(area.config, "jobtools", "launcher"));
}

function launcherOf(line: string): Launcher {
  if (line === "") return { kind: "local", name: "built-in" };
  return line === "nbfake" ? { kind: "local", name: "nbfake" } : { kind: "command", line };
}

function flexibleLine(area: Area, test: TestName): string | undefined {
  if (!settingIsOn(area.config, "jobtools", "flexi-launcher")) return undefined;
  for (const { name: pattern, value } of area.config.variables("launchers")) {
    if (!new TestPattern(pattern).matches(test.testname, test.item_path)) continue;
    const line = area.config.lookup("host-types", value.trim())?.trim();
    if (line !== undefined) return line;
    area.log.info(0, `[launchers] ${pattern}: there is no ${value.trim()} in [host-types], trying the next line`);
  }
  return undefined;
}
