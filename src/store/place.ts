import { lstatSync } from "node:fs";
import { dirname, join } from "node:path";
import { Failure } from "../base/index.js";
import { makeDirectories, userName } from "../sys/index.js";

/** Where the databases of one area are. */
export interface Place {
  /** `<toppath>/megatest.db`: durable, maybe on a network disk. */
  readonly areaFile: string;
  /** Directory of the live database on this host's disk. */
  readonly liveDirectory: string;
  readonly liveFile: string;
  /** What live and area database agreed on last, beside the live database. */
  readonly referenceFile: string;
  /** Held while the live database is made, pulled or pushed. */
  readonly lockFile: string;
  /** In the area: exists while the live database holds rows that the area database does not. Spec 04 § 6 */
  readonly unsyncedMarker: string;
}

/** @see spec 04 § 1 */
export function placeOf(toppath: string, areaName: string, cacheRoot = join("/tmp", userName(), "megatest_localdb")): Place {
  const liveDirectory = join(cacheRoot, areaName, toppath.replaceAll("/", "."));
  return {
    areaFile: join(toppath, "megatest.db"),
    liveDirectory,
    liveFile: join(liveDirectory, "megatest.db"),
    referenceFile: join(liveDirectory, "megatest_ref.db"),
    lockFile: join(liveDirectory, "sync.lock"),
    unsyncedMarker: join(toppath, ".mt-unsynced"),
  };
}

/** Makes the directory of the live database, readable for its owner only. */
export function makeLiveDirectory(place: Place): void {
  try {
    makeDirectories(place.liveDirectory, 0o700);
  } catch (error) {
    throw new Failure("io", `Couldn't create path ${place.liveDirectory}`, 1, { cause: error });
  }
}

/**
 * Anybody can make directories in /tmp: what lies in another user's is not to be trusted.
 *
 * @throws Failure `database` when the live directory or one of the three above it belongs to neither this user nor root
 */
export function requireOwnDirectory(place: Place): void {
  const own = process.getuid?.();
  let directory = place.liveDirectory;
  for (let level = 0; level < 4; level++, directory = dirname(directory)) {
    const stat = lstatSync(directory, { throwIfNoEntry: false });
    if (stat === undefined || (stat.isDirectory() && (stat.uid === own || stat.uid === 0))) continue;
    throw new Failure("database", `${directory} is not a directory of this user: records there are not to be trusted; remove it`);
  }
}

export function disowned(place: Place): Failure {
  return new Failure(
    "database",
    `${place.areaFile} was replaced, or taken over by another live database, while this program used it: nothing more is copied there\n` +
      `   the records so far are kept in ${place.liveFile}; end all megatest programs of this area, then the next command starts from megatest.db`,
  );
}
