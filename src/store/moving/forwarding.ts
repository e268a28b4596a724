import { metadataOf, setMetadata } from "../area-database.js";
import type { Connection } from "../connection.js";

/** Where a run of this area went: kept beside its record, which stays in state MOVED so that its name is not used again. */
export interface Forwarding {
  /** Of the area where it went, absolute. */
  readonly path: string;
  /** Its id there. */
  readonly run_id: number;
  readonly move_id: string;
}

export const forwardingVariable = (runId: number) => `MOVED_RUN_${runId}`;

/** Undefined when the run was not moved away. Spec 04 § 23.5 step 4 */
export function forwardingOf(db: Connection, runId: number): Forwarding | undefined {
  const parts = metadataOf(db, forwardingVariable(runId))?.split("|");
  const [move_id, id] = [parts?.pop(), parts?.pop()];
  if (parts === undefined || move_id === undefined || id === undefined) return undefined;
  return { path: parts.join("|"), run_id: Number(id), move_id };
}

/** Makes the record of a run that has left the note where it is now. */
export function leaveForwarding(db: Connection, runId: number, { path, run_id, move_id }: Forwarding): void {
  db.run("UPDATE runs SET state = 'MOVED', comment = ? WHERE id = ?", `MOVED to ${path} run ${run_id}`, runId);
  setMetadata(db, forwardingVariable(runId), `${path}|${run_id}|${move_id}`);
}

/** Deletes the record of a run that has left; its data are elsewhere. */
export function dropForwarding(db: Connection, runId: number): void {
  db.run("DELETE FROM runs WHERE id = ? AND state = 'MOVED'", runId);
  db.run("DELETE FROM metadat WHERE var = ?", forwardingVariable(runId));
}
