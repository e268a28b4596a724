import { Failure, messageOf } from "../base/index.js";
import { settingNumber } from "../config/index.js";
import { type MoveRequest, rowsIn } from "../history/index.js";
import { freeKiB } from "../sys/index.js";
import type { Source } from "./run-moves.js";

/** After the last run; what cannot be given back is used again. Spec 04 § 23.8 */
export async function giveSpaceBack({ log, tools }: Source): Promise<void> {
  const mib = (bytes: number) => `${(bytes / 1024 ** 2).toFixed(1)} MiB`;
  try {
    for (const { file, before, after, kept } of await tools.moves.giveBack()) {
      const rest = kept > 0 ? `, of which ${mib(kept)} are free for new records` : "";
      log.info(0, `${file}: ${mib(before - after)} given back, ${mib(after)} left${rest}`);
    }
  } catch (error) {
    log.warn(`the space that is free now is not given back: ${messageOf(error)}`);
  }
}

/** How many times the size of the rows must be free where they go. */
const spaceFactor = 3;

/**
 * What comes before runs are moved: looks whether there is room for them, and begins to show progress.
 *
 * @throws Failure `disk-space` when there is none; spec 04 § 23.6
 */
export async function prepareMove(source: Source, request: MoveRequest): Promise<void> {
  const sizes = [...request.sizes.values()];
  if (sizes.length > 0)
    await checkSpace(
      source,
      request,
      sizes.reduce((sum, { bytes }) => sum + bytes, 0),
    );
  source.progress.begin(sizes.reduce((sum, size) => sum + rowsIn(size), 0));
}

async function checkSpace({ area, log, destinations }: Source, { op, dest }: MoveRequest, bytes: number): Promise<void> {
  const required = Math.ceil((spaceFactor * bytes) / 1024) + settingNumber(area.config, "setup", "dbdir-space-required", log);
  for (const directory of op === "move" ? await destinations.directories(dest) : [dest]) {
    const free = freeKiB(directory);
    if (free < required)
      throw new Failure("disk-space", `not enough space in ${directory} for these runs: ${required} KiB must be free, ${free} KiB are`);
  }
}
