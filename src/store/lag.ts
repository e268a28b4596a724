import { existsSync } from "node:fs";
import { Connection } from "./connection.js";
import { placeOf } from "./place.js";
import { syncStateOf, unsyncedCount } from "./sync-state.js";

/** What the area database lacks of the live database of this host. */
export interface Lag {
  readonly rows: number;
  /** When both were compared row by row last, epoch seconds; 0 for never. */
  readonly compared: number;
}

/** Undefined when there is no live database here, or it is of another version. Reads only. */
export function lagOf({ toppath, areaName }: { readonly toppath: string; readonly areaName: string }): Lag | undefined {
  const { liveFile } = placeOf(toppath, areaName);
  if (!existsSync(liveFile)) return undefined;
  const live = new Connection(liveFile, { busyTimeoutMs: 10_000, readOnly: true });
  try {
    const state = syncStateOf(live);
    return state && { rows: unsyncedCount(live), compared: state.compared_at };
  } finally {
    live.close();
  }
}
