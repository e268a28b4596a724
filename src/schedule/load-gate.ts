import type { Area } from "../area/index.js";
import { settingNumber } from "../config/index.js";
import { cpuCount, loads } from "../sys/index.js";

/** How load closes the gate for launches: which limit, and how often to look. Spec 02 § 12.3 */
export interface LoadGate {
  /** Why nothing may be launched now; undefined when it may. */
  closedBecause(): string | undefined;
  readonly lookEveryMs: number;
}

/** Looks after which launching goes on whatever the load. */
const patience = 1000;

/** The gate of `[jobtools] maxload`; text that is no number switches it off. */
export function loadGate(area: Area): LoadGate {
  const limit = maximumLoad(area);
  const cpus = cpuCount();
  let looks = 0;
  return {
    lookEveryMs: waitDelayMs(area),
    closedBecause() {
      if (limit === undefined) return undefined;
      const { one, five } = loads();
      const isHigh = one > limit * cpus || one - five > cpus;
      looks = isHigh ? looks + 1 : 0;
      if (!isHigh || looks > patience) return undefined;
      return `load ${one.toFixed(1)} is above maxload ${limit} × ${cpus} cpus`;
    },
  };
}

function maximumLoad(area: Area): number | undefined {
  const text = area.config.lookup("jobtools", "maxload")?.trim();
  const value = text === undefined ? 3 : Number(text);
  return Number.isFinite(value) && text !== "" ? Math.max(0.5, value) : undefined;
}

function waitDelayMs(area: Area): number {
  return settingNumber(area.config, "jobtools", "waitdelay", area.log) * 1000;
}
