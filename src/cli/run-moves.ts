import { type Area, withMaintenanceLock } from "../area/index.js";
import type { Log } from "../base/index.js";
import type { MoveTools, QuietRule } from "../history/index.js";
import { runnersOf } from "../schedule/index.js";
import { openMoves, type Records } from "../store/index.js";
import { userName } from "../sys/index.js";
import type { Context } from "./context.js";
import { Destinations } from "./destination.js";
import type { FlagName } from "./flags.js";
import { moveHereIfQuiet } from "./homehost-moves.js";
import { type HomehostHere, openLocalRecords } from "./local-records.js";
import { MoveProgress } from "./move-progress.js";
import { homehostHere } from "./open.js";

/** An area whose runs are to be moved. */
export interface Source {
  readonly area: Area;
  /** Of the command; a server has another one than its area. */
  readonly log: Log;
  readonly records: Records;
  readonly tools: MoveTools;
  readonly destinations: Destinations;
  readonly progress: MoveProgress;
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
  await moveHereIfQuiet(area, context);
  return usingSource(context, area, await homehostHere(area, flag), work);
}

/** The same on this host, which is the homehost. */
export async function usingSource<T>(context: Context, area: Area, homehost: HomehostHere, work: (source: Source) => Promise<T>): Promise<T> {
  const { toppath } = area;
  const { log } = context;
  const destinations = new Destinations(context, area);
  const records = openLocalRecords({ toppath, areaName: area.name, keys: area.fields, log }, homehost);
  try {
    const moves = await openMoves(records, { areaName: area.name, user: userName() });
    const progress = new MoveProgress(context.stdout, process.stdout.isTTY ? process.stdout.columns : undefined);
    const reached: MoveTools["reached"] = (step, rows) => {
      log.info(2, `moving runs: ${step}`);
      progress.reached(step, rows);
    };
    try {
      return await work({ area, log, records, tools: { moves, destination: (dest) => destinations.open(dest), reached }, destinations, progress });
    } finally {
      progress.clear();
      moves.close();
    }
  } finally {
    await destinations.close();
    await records.close();
  }
}

/** The same, alone in the area: with its maintenance lock. */
export function withSourceAlone<T>(context: Context, flag: FlagName, work: (source: Source) => Promise<T>): Promise<T> {
  return withSource(context, flag, (source) => withMaintenanceLock(source.area.toppath, flag, source.log, () => work(source)));
}

/** When runs of an area are quiet. @param records where they are */
export function quietRule(source: Source, records: Records, age?: QuietRule["age"]): QuietRule {
  return { records, runnersOf: ({ target, runname }) => runnersOf(source.records, { target: target.join("/"), runname }), age };
}
