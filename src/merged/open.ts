import { type Area, listedAreas, lookAtArea, type NamedArea } from "../area/index.js";
import { Failure, type Log, messageOf } from "../base/index.js";
import { openRecords, type WholeRuns } from "../store/index.js";
import type { Env } from "../sys/index.js";
import { type MergedArea, MergedRecords, type ReadRecords, withArea } from "./merged-records.js";
import { MergedWholeRuns } from "./whole-runs.js";

export interface OpenMergedOptions {
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
  /** Gives the records of this area. */
  readonly own: () => Promise<ReadRecords>;
}

/** Several areas that are open for reading. */
export interface OpenAreas {
  readonly records: MergedRecords;
  /** For programs that keep whole runs in memory; undefined when the records of this area are on another host. */
  readonly wholeRuns: WholeRuns | undefined;
  readonly areas: readonly NamedArea[];
  /** Closes those that were opened here: all but this area. */
  close(): Promise<void>;
}

/**
 * Opens several areas as one. Those that are missing, cannot be read or have other keys are left out with a message.
 *
 * @throws Failure `no-area` for a name that stands for none; as `own`
 * @see spec 04 § 24.3
 */
export async function openMerged(options: OpenMergedOptions): Promise<OpenAreas> {
  const { area, list, cwd, log } = options;
  const listed = listedAreas(list, area, cwd);
  const [merged, areas, opened]: [MergedArea[], NamedArea[], { close(): Promise<void> }[]] = [[], [], []];
  for (const named of listed) {
    const found = named.isOwn ? await ownArea(named, options) : otherArea(named, options);
    if (found === undefined) continue;
    areas.push(named);
    merged.push(found.area);
    if (found.close !== undefined) opened.push({ close: found.close });
  }
  const close = async () => {
    for (const records of opened) await records.close();
  };
  return { records: new MergedRecords(merged, area.keys, log), wholeRuns: wholeRunsOf(merged), areas, close };
}

function wholeRunsOf(areas: readonly MergedArea[]): WholeRuns | undefined {
  const parts = areas.flatMap(({ records }) => records.wholeRuns ?? []);
  if (parts.length < areas.length) return undefined;
  return new MergedWholeRuns(parts, (run, index) => {
    const area = areas[index];
    return area === undefined ? run : withArea(run, area);
  });
}

interface Opened {
  readonly area: MergedArea;
  readonly close?: () => Promise<void>;
}

async function ownArea({ name }: NamedArea, { area, own }: OpenMergedOptions): Promise<Opened> {
  return { area: { name, areaName: area.name, records: await own(), isOwn: true } };
}

const waitMs = 10_000;

/** Its live database if this host and user have it, else its area database; nothing is written. */
function otherArea({ name, toppath }: NamedArea, { area, list, env, log, version, fullDb }: OpenMergedOptions): Opened | undefined {
  try {
    const { name: areaName, keys, fields } = lookAtArea(toppath, { env, log });
    if (keys.join("/") !== area.keys.join("/")) {
      const message = `area ${name} has other keys, its runs are not shown: ${keys.join("/")}, not ${area.keys.join("/")}`;
      if (list === "all") log.info(1, message);
      else log.warn(message);
      return undefined;
    }
    const records = openRecords({ toppath, areaName, keys: fields, log, version, fullDb, readOnly: true, busyTimeoutMs: waitMs });
    return { area: { name, areaName, records, isOwn: false }, close: () => records.close() };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    // An area in which nothing was recorded yet.
    if (error.reason === "not-found") log.info(1, `area ${name}: ${error.message}`);
    else log.warn(`area ${name} cannot be read, its runs are not shown: ${messageOf(error)}`);
    return undefined;
  }
}
