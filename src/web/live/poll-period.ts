import type { Area } from "../../area/index.js";
import { settingNumber } from "../../config/index.js";

/** The records are on this host: then twice a second is cheap. Spec 06 § 20 */
const localPollMs = 500;
const fastestPollMs = 250;

/** Milliseconds between two looks for changes. */
export function pollPeriod({ config, log }: Area): number {
  if (config.lookup("dashboard", "poll-interval") === undefined) return localPollMs;
  return Math.max(fastestPollMs, settingNumber(config, "dashboard", "poll-interval", log));
}
