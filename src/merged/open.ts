import { statSync } from "node:fs";
import { join } from "node:path";
import { type Area, isArea, listedAreas, lookAtArea, type NamedArea } from "../area/index.js";
import { Failure, type Log, messageOf } from "../base/index.js";
import { type LocalRecords, liveDirectory, openRecords } from "../store/index.js";
import type { Env } from "../sys/index.js";
import { MergedArea, type Opened, type ReadRecords } from "./merged-area.js";
import { MergedRecords } from "./merged-records.js";

export interface OpenMergedOptions<R extends ReadRecords> {
  /** The area of the command or dashboard. */
  readonly area: Area;
  /** `-areas`: names and paths, or `all`. */
  readonly list: string;
  /** Where paths begin. */
  readonly cwd: string;
  /** Of this program. */
  readonly env: Env;
  readonly log: Log;
  /** Of megatest. */
  readonly version: string;
  /** Completed runs of the other areas are seen too. */
  readonly fullDb: boolean;
  /** The records of this area. */
  readonly own: R;
  /** For programs that stay: areas that cannot be read now are kept, and tried again. */
  readonly isLasting?: boolean;
}

/** An area and its records. */
export interface OpenedArea<R extends ReadRecords> extends Opened {
  readonly area: Area;
  readonly records: R;
}

/** Several areas that are open for reading. */
export interface OpenAreas<R extends ReadRecords> {
  readonly records: MergedRecords;
  readonly areas: readonly (NamedArea & { readonly merged: MergedArea<OpenedArea<R | LocalRecords>> })[];
  /** Told when a problem with one of them comes or goes. */
  onProblem(listener: () => void): void;
  /** Closes those that were opened here: all but this area. */
  close(): Promise<void>;
}

/** An area that cannot be merged with this one. */
class OtherKeys extends Failure {}

/**
 * Opens several areas as one. Those that are missing, cannot be read or have other keys are left out with a message, unless they are to be tried again.
 *
 * @throws Failure `no-area` for a name that stands for none
 * @see spec 04 § 24.3
 */
export function openMerged<R extends ReadRecords>(options: OpenMergedOptions<R>): OpenAreas<R> {
  const { area, list, cwd } = options;
  const listeners: (() => void)[] = [];
  const tell = () => {
    for (const listener of listeners) listener();
  };
  // This one first: its ids are as they are.
  const areas = listedAreas(list, area, cwd)
    .toSorted((a, b) => Number(b.isOwn) - Number(a.isOwn))
    .map((named) => ({ ...named, merged: mergedArea(named, options, tell) }))
    .filter(({ merged }) => isShown(merged, options));
  const parts = areas.map(({ merged }) => merged);
  const close = async () => {
    for (const part of parts) await part.close();
  };
  return { records: new MergedRecords(parts, area.keys), areas, onProblem: (listener) => void listeners.push(listener), close };
}

function mergedArea<R extends ReadRecords>(
  { name, toppath, isOwn }: NamedArea,
  options: OpenMergedOptions<R>,
  onProblem: () => void,
): MergedArea<OpenedArea<R | LocalRecords>> {
  const { area, own, log, isLasting = false } = options;
  const common = { name, isOwn, log, onProblem };
  if (isOwn) return new MergedArea({ ...common, open: () => ({ area, areaName: area.name, records: own }) });
  const other = new OtherArea(toppath, options);
  return new MergedArea({ ...common, open: () => other.open(), ...(isLasting && { stamp: () => other.stamp() }) });
}

/** Whether an area is one of those that are shown; says why not. */
function isShown<R extends ReadRecords>(merged: MergedArea, { list, log, isLasting }: OpenMergedOptions<R>): boolean {
  try {
    return merged.opened !== undefined;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const hasOtherKeys = error instanceof OtherKeys;
    if (isLasting === true && !(hasOtherKeys && list === "all")) return true;
    const message = `area ${merged.name} ${hasOtherKeys ? "has other keys" : "cannot be read"}, its runs are not shown: ${messageOf(error)}`;
    // `all` has such areas; and in another nothing was recorded yet.
    if ((hasOtherKeys && list === "all") || error.reason === "not-found") log.info(1, message);
    else log.warn(message);
    return false;
  }
}

const waitMs = 10_000;
/** Others wait meanwhile; spec 06 § 34. */
const dashboardWaitMs = 2000;

/** An area beside this one; nothing is written there. */
class OtherArea<R extends ReadRecords> {
  readonly #toppath: string;
  readonly #options: OpenMergedOptions<R>;
  #seen: { readonly area: Area; readonly changed: number | undefined } | undefined;

  constructor(toppath: string, options: OpenMergedOptions<R>) {
    this.#toppath = toppath;
    this.#options = options;
  }

  /**
   * The files that are read: others must be opened anew.
   *
   * @throws Failure as `lookAtArea`
   */
  stamp(): string {
    const { area, changed } = this.#look();
    const files = [join(area.toppath, "megatest.db"), join(liveDirectory({ toppath: area.toppath, areaName: area.name }), "megatest.db")];
    return [changed, ...files.map((file) => statSync(file, { throwIfNoEntry: false })?.ino)].join(" ");
  }

  /** Its live database if this host and user have it, else its area database. */
  open(): OpenedArea<LocalRecords> {
    const { log, version, fullDb, area: own, isLasting } = this.#options;
    const { area } = this.#look();
    const { toppath, name: areaName, keys, fields } = area;
    if (keys.join("/") !== own.keys.join("/")) throw new OtherKeys("bad-config", `${keys.join("/")}, not ${own.keys.join("/")}`);
    const busyTimeoutMs = isLasting === true ? dashboardWaitMs : waitMs;
    const records = openRecords({ toppath, areaName, keys: fields, log, version, fullDb, readOnly: true, busyTimeoutMs });
    return { area, areaName, records, close: () => records.close() };
  }

  /** Its configuration is read again when that file is another. */
  #look(): { readonly area: Area; readonly changed: number | undefined } {
    if (!isArea(this.#toppath)) throw new Failure("no-area", `there is no ${this.#toppath}/megatest.config`);
    const changed = statSync(join(this.#toppath, "megatest.config"), { throwIfNoEntry: false })?.mtimeMs;
    if (this.#seen === undefined || this.#seen.changed !== changed) this.#seen = { area: lookAtArea(this.#toppath, this.#options), changed };
    return this.#seen;
  }
}
