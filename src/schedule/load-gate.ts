import type { Area } from "../area/index.js";
import { settingNumber } from "../config/index.js";
import { type HostLoad, localLoad, remoteLoad } from "../sys/index.js";

/** How load closes the gate for launches; spec 02 § 12.3 and § 12.4. */
export interface LoadGate {
  /** Why nothing may be launched now; undefined when it may. */
  closedBecause(): Promise<string | undefined>;
}

/** Where loads are read; tests give others. */
export interface LoadReaders {
  readonly here: () => HostLoad;
  readonly elsewhere: (host: string) => Promise<HostLoad | undefined>;
}

/** Looks in vain after which launching goes on whatever the load. */
const patience = 1000;
const homehostDelayMs = 15_000;

/**
 * The gates of `[jobtools] maxload` for this host and `maxhomehostload` for the homehost; text that is no number switches one off.
 *
 * @param remoteHomehost the homehost when it is another host; its load counts only as long as it can be read
 */
export function loadGate(
  area: Area,
  remoteHomehost: string | undefined,
  readers: LoadReaders = { here: localLoad, elsewhere: remoteLoad },
): LoadGate {
  const here = async () => readers.here();
  const delayMs = settingNumber(area.config, "jobtools", "waitdelay", area.log) * 1000;
  const homehost =
    remoteHomehost === undefined
      ? { read: here, delayMs: homehostDelayMs }
      : { read: () => readers.elsewhere(remoteHomehost), delayMs: homehostDelayMs, isCostly: true };
  const watches = [new LoadWatch(area, "maxload", { read: here, delayMs }), new LoadWatch(area, "maxhomehostload", homehost)];
  return {
    async closedBecause() {
      for (const watch of watches) {
        const reason = await watch.closedBecause();
        if (reason !== undefined) return reason;
      }
      return undefined;
    },
  };
}

interface WatchedHost {
  readonly read: () => Promise<HostLoad | undefined>;
  /** Milliseconds between two looks at a high load. */
  readonly delayMs: number;
  /** Keep to that delay also when the load is not high. */
  readonly isCostly?: boolean;
}

/** The load of one host against one limit. */
class LoadWatch {
  readonly #setting: keyof typeof defaultLimits;
  readonly #limit: number | undefined;
  readonly #host: WatchedHost;
  #reason: string | undefined;
  #looksInVain = 0;
  #nextLookAt = 0;

  constructor(area: Area, setting: keyof typeof defaultLimits, host: WatchedHost) {
    this.#setting = setting;
    this.#limit = limitOf(area, setting);
    this.#host = host;
  }

  async closedBecause(): Promise<string | undefined> {
    if (this.#limit === undefined) return undefined;
    if (Date.now() < this.#nextLookAt) return this.#reason;
    const load = await this.#host.read();
    const reason = load === undefined ? undefined : whyTooHigh(load, this.#setting, this.#limit);
    this.#looksInVain = reason === undefined ? 0 : this.#looksInVain + 1;
    this.#reason = this.#looksInVain > patience ? undefined : reason;
    this.#nextLookAt = reason === undefined && this.#host.isCostly !== true ? 0 : Date.now() + this.#host.delayMs;
    return this.#reason;
  }
}

function whyTooHigh({ one, five, cpus }: HostLoad, setting: string, limit: number): string | undefined {
  if (one > limit * cpus) return `load ${one.toFixed(1)} is above ${setting} ${limit} × ${cpus} cpus`;
  if (one - five > cpus) return `load rose from ${five.toFixed(1)} to ${one.toFixed(1)}, by more than ${cpus} cpus`;
  return undefined;
}

const defaultLimits = { maxload: 3, maxhomehostload: 1.2 };
const leastLimit = 0.5;

/** Load per CPU; undefined: do not look. */
function limitOf({ config }: Area, setting: keyof typeof defaultLimits): number | undefined {
  const text = config.lookup("jobtools", setting)?.trim();
  const value = text === undefined ? defaultLimits[setting] : Number(text);
  return Number.isFinite(value) && text !== "" ? Math.max(leastLimit, value) : undefined;
}
