import type { Connection } from "../connection.js";
import { type RunName, runOfName } from "../run-of-name.js";
import { keyNames } from "../schema.js";
import { digestOf } from "./digest.js";

/** A run that has a name, whatever its state: also one that was deleted, has moved on, or is just coming. */
export interface StandingRun {
  readonly id: number;
  readonly state: string;
  /** Of what it says; see `digestOf`. */
  readonly digest: string;
}

/** @see spec 04 § 23.6 */
export function standingRun(db: Connection, name: RunName): StandingRun | undefined {
  return db.transaction("BEGIN", () => {
    const keys = keyNames(db);
    const found = keys.length === name.target.length ? runOfName(db, name) : undefined;
    return found && { ...found, digest: digestOf(db, found.id, keys)?.digest ?? "" };
  });
}
