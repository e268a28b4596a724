import type { MoveTools } from "../homehost/index.js";
import type { Context } from "./context.js";
import { versionLine } from "./version.js";

/** What moving the homehost needs from a command. */
export function moveTools({ log, program }: Context): MoveTools {
  return { log, megatest: program, version: versionLine };
}
