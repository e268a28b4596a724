import { type Area, withMaintenanceLock } from "../area/index.js";
import type { MoveTools, QuietRule } from "../history/index.js";
import { runnersOf } from "../schedule/index.js";
import { openMoves, type Records } from "../store/index.js";
import { userName } from "../sys/index.js";
import type { Context } from "./context.js";
import { Destinations } from "./destination.js";
import type { FlagName } from "./flags.js";
import { moveHereIfQuiet } from "./homehost-moves.js";
import { openLocalRecords } from "./local-records.js";
import { homehostHere } from "./open.js";

/** An area whose runs are to be moved. */
export interface Source {
  readonly area: Area;
  readonly records: Records;
  readonly tools: MoveTools;
  readonly destinations: Destinations;
}

/**
 * Opens an area for moving its runs.
 *
 * @param flag the command, for messages
 * @throws Failure `not-homehost` elsewhere than on the homehost, `read-only`
 * @see spec 04 § 20
 */
export async function withSource<T>(context: Context, flag: FlagName, work: (source: Source) => Promise<T>): Promise<T> {
  const area = await context.area();
  const { toppath, log } = area;
  await moveHereIfQuiet(area, context);
  const destinations = new Destinations(context, area);
  const records = openLocalRecords({ toppath, areaName: area.name, keys: area.fields, log }, await homehostHere(area, flag));
  try {
    const moves = await openMoves(records, { areaName: area.name, user: userName() });
    const reached: MoveTools["reached"] = (step) => log.info(2, `moving runs: ${step}`);
    try {
      return await work({ area, records, tools: { moves, destination: (dest) => destinations.open(dest), reached }, destinations });
    } finally {
      moves.close();
    }
  } finally {
    await destinations.close();
    await records.close();
  }
}

/** The same, alone in the area: with its maintenance lock. */
export function withSourceAlone<T>(context: Context, flag: FlagName, work: (source: Source) => Promise<T>): Promise<T> {
  return withSource(context, flag, (source) => withMaintenanceLock(source.area.toppath, flag, source.area.log, () => work(source)));
}

/** When runs of an area are quiet. @param records where they are */
export function quietRule(source: Source, records: Records, age?: QuietRule["age"]): QuietRule {
  return { records, runnersOf: ({ target, runname }) => runnersOf(source.records, { target: target.join("/"), runname }), age };
}
