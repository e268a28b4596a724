import { type Homehost, stillHome } from "../homehost/index.js";
import { type LocalRecords, type OpenOptions, openRecords } from "../store/index.js";
import { versionLine } from "./version.js";

/** Why this host is the homehost. */
export interface HomehostHere extends Homehost {
  /** The configuration names it: then it does not move. */
  readonly isPinned: boolean;
}

/** How the live database of this host is opened, which must be the homehost. */
export function localOptions<A extends Pick<OpenOptions, "toppath" | "areaName" | "keys" | "log">>(area: A, { isPinned, ...homehost }: HomehostHere) {
  return {
    ...area,
    version: versionLine,
    ...(homehost.epoch !== undefined && { epoch: homehost.epoch }),
    ...(!isPinned && { stillHome: () => stillHome(area.toppath, homehost) }),
  };
}

export function openLocalRecords(area: Pick<OpenOptions, "toppath" | "areaName" | "keys" | "log" | "fullDb">, homehost: HomehostHere): LocalRecords {
  return openRecords(localOptions(area, homehost));
}
