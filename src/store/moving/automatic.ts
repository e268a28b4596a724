import { metadataOf, setMetadata } from "../area-database.js";
import { type Connection, epochNow } from "../connection.js";

const variable = "LAST_AUTOMIGRATE";

/** See `RunMoves.beginAutomatic`; in a transaction on the live database. */
export function beginAutomatic(live: Connection, seconds: number): boolean {
  const since = epochNow() - Number(metadataOf(live, variable) ?? 0);
  // One from the future counts as none: the clock was set back.
  if (since >= 0 && since < seconds) return false;
  setMetadata(live, variable, String(epochNow()));
  return true;
}
