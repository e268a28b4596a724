import { existsSync, mkdirSync, readdirSync, renameSync } from "node:fs";
import { basename, join } from "node:path";
import type { Connection } from "./connection.js";
import { epochNow } from "./connection.js";
import type { Place } from "./place.js";

/** Makes `stale-<epoch>/` in the directory of the live database: nothing there is ever thrown away. Spec 04 § 5. */
function makeStaleDirectory(place: Place): string {
  for (let epoch = epochNow(); ; epoch++) {
    const directory = join(place.liveDirectory, `stale-${epoch}`);
    if (existsSync(directory)) continue;
    mkdirSync(directory, { mode: 0o700 });
    return directory;
  }
}

/** Moves a live database that belongs to no area database any more, and what lies beside it, out of the way; undefined when there was nothing. */
export function moveToStale(place: Place): string | undefined {
  const entries = readdirSync(place.liveDirectory).filter(
    (name) => !name.startsWith("stale-") && !name.startsWith(basename(place.lockFile)) && !/^\.?server[.-]/.test(name),
  );
  if (entries.length === 0) return undefined;
  const directory = makeStaleDirectory(place);
  for (const name of entries) renameSync(join(place.liveDirectory, name), join(directory, name));
  return directory;
}

/** As {@link moveToStale}, for one database with its logs. */
export function moveOneToStale(place: Place, file: string): void {
  const names = readdirSync(place.liveDirectory).filter((name) => [basename(file), `${basename(file)}-wal`, `${basename(file)}-shm`].includes(name));
  if (names.length === 0) return;
  const directory = makeStaleDirectory(place);
  for (const name of names) renameSync(join(place.liveDirectory, name), join(directory, name));
}

/** A copy of a live database in use; the path of the copy. */
export function copyToStale(live: Connection, place: Place): string {
  const copy = join(makeStaleDirectory(place), basename(place.liveFile));
  live.run("VACUUM INTO ?", copy);
  return copy;
}
