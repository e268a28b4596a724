import type { HomeVerdict } from "../store/index.js";
import { type Homehost, readNow } from "./file.js";
import { migrationInTheWay } from "./migration-lock.js";

/**
 * Whether a process that opened the live database under `opened` may still write and push: asked right after `.mt-unsynced` was made and before each
 * sync. It looks at the files themselves each time, since what a network disk remembers may be old; by text alone, since a name needs time to resolve:
 * where the same host got another name or a new epoch, the records are opened anew.
 *
 * @returns `wait` while another process moves the homehost, or while `.homehost` cannot be read
 * @see spec 04 § 9.5 and § 25.5
 */
export function stillHome(toppath: string, opened: Homehost): HomeVerdict {
  if (migrationInTheWay(toppath) !== undefined) return "wait";
  try {
    const now = readNow(toppath);
    return now?.address === opened.address && now.epoch === opened.epoch ? "home" : "moved";
  } catch {
    return "wait";
  }
}
