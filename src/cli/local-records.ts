import { type Homehost, stillHome } from "../homehost/index.js";
import { type LocalRecords, type OpenOptions, openRecords } from "../store/index.js";
import { versionLine } from "./version.js";

/** Why this host is the homehost. */
export interface HomehostHere extends Homehost {
  /** The configuration names it: then it does not move. */
  readonly isPinned: boolean;
}

/** Opens the live database of this host, which must be the homehost. */
export function openLocalRecords(area: Pick<OpenOptions, "toppath" | "areaName" | "keys" | "log">, homehost: HomehostHere): LocalRecords {
  const { isPinned, epoch } = homehost;
  return openRecords({
    ...area,
    version: versionLine,
    ...(epoch !== undefined && { epoch }),
    ...(!isPinned && { stillHome: () => stillHome(area.toppath, homehost) }),
  });
}
