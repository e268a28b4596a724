import type { Area } from "../area/index.js";
import { type MoveTools, migrateIfQuiet, retireIfQuiet } from "../homehost/index.js";
import { isGiven } from "./arguments.js";
import type { Context } from "./context.js";
import { versionLine } from "./version.js";

/** What moving the homehost needs from a command. */
export function moveTools({ log, program }: Context): MoveTools {
  return { log, megatest: program, version: versionLine };
}

/** Makes this host the homehost if the area is quiet; spec 04 § 25.1. */
export async function moveHereIfQuiet(area: Area, context: Context): Promise<void> {
  await migrateIfQuiet(area, moveTools(context), isGiven(context.args, "-force"));
}

/** What the end of a process of the homehost does where that is to be retired. */
export async function leaveIfRetired(area: Area, context: Context): Promise<void> {
  await retireIfQuiet(area, moveTools(context));
}
