import { decodeBytes } from "../../sys/index.js";
import { Refused } from "../refused.js";
import { openShown, type ShownPlace } from "./roots.js";

/** Configuration and environment files are small; a longer file is none. */
const maximumBytes = 1024 * 1024;

/**
 * The text of a small file that may be shown.
 *
 * @throws Refused as `openShown`; `too-large`
 */
export async function readShown(place: ShownPlace, path: string): Promise<string> {
  const { file, stats } = await openShown(place, path);
  try {
    if (stats.size > maximumBytes) throw new Refused("too-large", `${path} has ${stats.size} bytes: open it as a log`);
    return decodeBytes(await file.readFile());
  } finally {
    await file.close();
  }
}

/** The same; undefined when it is not there or may not be shown. */
export async function readIfShown(place: ShownPlace, path: string): Promise<string | undefined> {
  try {
    return await readShown(place, path);
  } catch (error) {
    if (error instanceof Refused) return undefined;
    throw error;
  }
}
