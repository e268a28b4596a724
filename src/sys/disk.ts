import { statfsSync } from "node:fs";

/** Free space for ordinary users in KiB, as `df` prints it; −1 when it cannot be told. Spec 03 § 2.1. */
export function freeKiB(path: string): number {
  try {
    const { bavail, bsize } = statfsSync(path);
    return Math.floor((bavail * bsize) / 1024);
  } catch {
    return -1;
  }
}
