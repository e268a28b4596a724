import type { Area } from "../area/index.js";
import { Failure, type Log, shellQuote } from "../base/index.js";
import { type Config, settingNumber, settingText } from "../config/index.js";
import { freeKiB, isDirectory, isWritable, shellOutput } from "../sys/index.js";

export interface DiskChoice {
  readonly path: string;
  /** KiB, or the unit of `[setup] free-space-script`. */
  readonly free: number;
}

const warnedAt = new Map<string, number>();

/**
 * The disk of `[disks]` with most free space: the testconfig's section if it has one, else megatest.config's. Of equals the first.
 *
 * @returns undefined when there is no `[disks]` section anywhere
 * @throws Failure `no-disk` when the section names no usable disk
 * @see spec 03 § 2
 */
export function chooseDisk(area: Area, testconfig: Config): DiskChoice | undefined {
  const source = [testconfig, area.config].find((config) => config.has("disks"));
  if (source === undefined) return undefined;
  const minimum = settingNumber(area.config, "setup", "minspace", area.log);
  const disks = source.variables("disks").map((variable) => variable.value.trim());
  const usable = disks.filter((path) => isUsable(path, area.log)).map((path) => ({ path, free: freeSpace(area, path) }));
  const best = usable.reduce<DiskChoice | undefined>((most, disk) => (most !== undefined && most.free >= disk.free ? most : disk), undefined);
  if (best !== undefined && best.free > minimum) return best;
  const found = usable.map((disk) => `${disk.path} has ${disk.free}`).join(", ");
  throw new Failure(
    "no-disk",
    `No usable disk in [disks] (${disks.join(", ") || "none listed"}): it must be an existing writable directory with more than minspace ${minimum} free${
      found === "" ? "" : `; ${found}`
    }`,
  );
}

function isUsable(path: string, log: Log): boolean {
  const problem = !isDirectory(path)
    ? "is not a directory"
    : !isWritable(path)
      ? "is not writable"
      : !path.startsWith("/")
        ? "does not begin with /"
        : undefined;
  if (problem === undefined) return true;
  const now = Date.now();
  if (now - (warnedAt.get(path) ?? 0) > 300_000) {
    warnedAt.set(path, now);
    log.warn(`disk ${path} ${problem}, not using it`);
  }
  return false;
}

/** Free space of a disk by `[setup] free-space-script`, else as `df` prints it. Spec 03 § 2.1. */
function freeSpace(area: Area, path: string): number {
  const script = settingText(area.config, "setup", "free-space-script");
  if (script === "") return freeKiB(path);
  const first = shellOutput(`${script} ${shellQuote(path)}`, { env: area.env, cwd: area.toppath }).stdout.split("\n")[0] ?? "";
  const value = Number.parseFloat(first);
  return Number.isNaN(value) ? -1 : value;
}
