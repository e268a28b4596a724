import { type Homehost, readPatiently } from "./file.js";
import { waitForMigration } from "./migration-lock.js";

// On its own: every step of a test asks this, and loads nothing else of this folder but what it imports here.

/**
 * The homehost that is written in the area, after waiting for one that is just moving. Undefined when there is none.
 *
 * @throws Failure `io` when `.homehost` cannot be read
 * @see spec 04 § 9
 */
export async function readHomehost(toppath: string): Promise<Homehost | undefined> {
  await waitForMigration(toppath);
  return readPatiently(toppath);
}
