import { readFileSync } from "node:fs";
import { cpus, hostname, loadavg, machine, networkInterfaces, release, type, userInfo, version } from "node:os";

export const hostName = (): string => hostname();

/** The names and addresses under which this host can be reached; IPv6 ones without brackets. */
export function hostNames(): string[] {
  const addresses = Object.values(networkInterfaces()).flatMap((list) => (list ?? []).map(({ address }) => address));
  return ["localhost", "127.0.0.1", "::1", hostname(), ...addresses];
}

/** Login name of this process's user. */
export function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return process.env["USER"] ?? String(process.getuid?.() ?? "unknown");
  }
}

/** One- and five-minute load of a host, and how many CPUs bear it. */
export interface HostLoad {
  readonly one: number;
  readonly five: number;
  readonly cpus: number;
}

let cpuCount: number | undefined;
let coreCount: number | undefined;

/** Load of this host. */
export function localLoad(): HostLoad {
  const [one = 0, five = 0] = loadavg();
  cpuCount ??= Math.max(1, cpus().length);
  return { one, five, cpus: cpuCount };
}

/** One-minute load divided by the number of cores, as `tests.cpuload` holds it; spec 03 § 6.2. */
export function normalisedLoad(): number {
  if (coreCount === undefined) {
    const ids = [...readFileSync("/proc/cpuinfo", "latin1").matchAll(/^core id\s*:\s*(\d+)/gm)].map((match) => Number(match[1]));
    coreCount = ids.length > 0 ? Math.max(...ids) + 1 : localLoad().cpus;
  }
  return localLoad().one / coreCount;
}

/** As `uname -srvpio` prints it, where the kernel tells. */
export function systemDescription(): string {
  return `${type()} ${release()} ${version()} ${machine()} unknown GNU/${type()}`;
}
