import { Failure, messageOf } from "../base/index.js";
import { settingNumber } from "../config/index.js";
import type { MoveRequest } from "../history/index.js";
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

/** @throws Failure `disk-space` when there is no room where these runs go; spec 04 § 23.6 */
export async function checkSpace({ area, log, tools, destinations }: Source, { op, dest, runs }: MoveRequest): Promise<void> {
  if (runs.length === 0) return;
  const bytes = tools.moves
    .sizes(
      op,
      runs.map(({ id }) => id),
    )
    .reduce((sum, size) => sum + size.bytes, 0);
  const required = Math.ceil((spaceFactor * bytes) / 1024) + settingNumber(area.config, "setup", "dbdir-space-required", log);
  for (const directory of op === "move" ? await destinations.directories(dest) : [dest]) {
    const free = freeKiB(directory);
    if (free < required)
      throw new Failure("disk-space", `not enough space in ${directory} for these runs: ${required} KiB must be free, ${free} KiB are`);
  }
}
