import type { Homehost } from "../homehost/index.js";
import { type LocalRecords, type OpenOptions, openRecords } from "../store/index.js";
import { versionLine } from "./version.js";

/** Opens the live database of this host, which must be the homehost. */
export function openLocalRecords(area: Pick<OpenOptions, "toppath" | "areaName" | "keys" | "log">, _homehost: Homehost): LocalRecords {
  return openRecords({ ...area, version: versionLine });
}
