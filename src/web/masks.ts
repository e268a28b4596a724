import type { Area } from "../area/index.js";
import { settingText } from "../config/index.js";
import type { Level } from "../view/index.js";

/** What is shown of a variable. */
export interface MaskedValue {
  /** Empty when masked. */
  readonly value: string;
  readonly masked: boolean;
}

/** Holds other variables: all of `[env-override]` and `-setvars`. Spec 03 § 7 */
const carrier = "MT_CMDINFO";

/**
 * Hides the values of variables that `[dashboard] hide-vars` names, unless an admin asks. An expression that is none hides everything.
 *
 * @see spec 06 § 33.9
 */
export function maskerOf(area: Area, level: Level): (name: string, value: string) => MaskedValue {
  if (level === "admin") return (_, value) => ({ value, masked: false });
  const hidden = hiddenNames(area);
  return (name, value) => {
    const masked = value !== "" && (name === carrier || hidden(name));
    return { value: masked ? "" : value, masked };
  };
}

function hiddenNames({ config, log }: Area): (name: string) => boolean {
  const text = settingText(config, "dashboard", "hide-vars");
  try {
    const shape = new RegExp(text, "i");
    return (name) => shape.test(name);
  } catch {
    log.error(`[dashboard] hide-vars ${text} is no regular expression (${config.placeOf("dashboard", "hide-vars")}): all values are masked`);
    return () => true;
  }
}
