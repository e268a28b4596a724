import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "../base/index.js";
import { damageOf, epochOf, metadataOf, openAreaDatabase, setEpoch } from "./area-database.js";
import { type Connection, numberOf, type Row, textOf } from "./connection.js";
import { openAreaForReading } from "./read-only.js";
import { keyNames, quoted } from "./schema.js";

// What the area database says by itself, past any live database: for whoever decides where the live database is to be.

const busyTimeoutMs = 136_000;

/** Which homehost wrote last to the area database of `toppath`: each new one has a higher number. 0 when none of ours did. */
export function areaEpoch(toppath: string): number {
  return withArea(toppath, 0, epochOf);
}

/** `MEGATEST_VERSION`: the version of megatest that made the area database or brought it up to date last; undefined when there is none. */
export function areaVersion(toppath: string): string | undefined {
  return withArea(toppath, undefined, (area) => metadataOf(area, "MEGATEST_VERSION"));
}

/** A test in one of the states RUNNING, LAUNCHED and REMOTEHOSTSTART. */
export interface LiveTest {
  readonly testname: string;
  readonly item_path: string;
  /** `<target>/<runname>` */
  readonly run: string;
  readonly state: string;
  /** Epoch seconds of the last write to its record, or its end so far. */
  readonly last_sign: number;
}

export interface Activity {
  readonly live: readonly LiveTest[];
  /** What began or ended last, e.g. `test x/r1/a ended`, and when in epoch seconds; undefined when nothing ever ran. */
  readonly newest: { readonly what: string; readonly at: number } | undefined;
}

/** What goes on in an area as its area database knows it; spec 04 § 25.2 conditions 1 and 2. */
export function activityOf(toppath: string): Activity {
  return withArea(toppath, { live: [], newest: undefined }, (area) => {
    const run = [...keyNames(area).map((key) => `r.${quoted(key)}`), "r.runname"].map((column) => `ifnull(${column}, '')`).join(" || '/' || ");
    const end = "t.event_time + max(ifnull(t.run_duration, 0), 0)";
    const live = area.all(
      `SELECT t.testname, t.item_path, ${run} AS run, t.state, max(ifnull(t.last_update, 0), ${end}) AS last_sign FROM tests t LEFT JOIN runs r ON r.id = t.run_id
        WHERE t.state IN ('RUNNING', 'LAUNCHED', 'REMOTEHOSTSTART')`,
    );
    const newest = [
      area.get(`SELECT 'test ' || ${run} || '/' || t.testname || iif(t.item_path = '', '', '/' || t.item_path) || iif(t.run_duration > 0, ' ended', ' was set up') AS what,
        max(${end}) AS at FROM tests t LEFT JOIN runs r ON r.id = t.run_id`),
      area.get(`SELECT 'run ' || ${run} || ' was begun' AS what, max(r.event_time) AS at FROM runs r`),
    ];
    return { live: live.map(liveTest), newest: youngest(newest) };
  });
}

const liveTest = (row: Row): LiveTest => ({
  testname: textOf(row["testname"]),
  item_path: textOf(row["item_path"]),
  run: textOf(row["run"]),
  state: textOf(row["state"]),
  last_sign: numberOf(row["last_sign"]),
});

function youngest(rows: readonly (Row | undefined)[]): Activity["newest"] {
  const found = rows.filter((row) => row?.["what"] != null).map((row) => ({ what: textOf(row?.["what"]), at: numberOf(row?.["at"]) }));
  return found.sort((a, b) => b.at - a.at)[0];
}

/** @throws Failure `corrupt` when the area database is damaged */
export function checkAreaDatabase(toppath: string): void {
  withArea(toppath, undefined, (area) => {
    const problems = damageOf(area);
    if (problems.length > 0) throw new Failure("corrupt", `${area.file} is damaged: ${problems.join("; ")}; megatest -check-db says more`);
  });
}

/**
 * Runs `work` while nobody else can write to the area database; what it sets is committed after it. For the one moment in which two hosts must not decide
 * differently.
 *
 * @throws Failure `not-found` when there is no area database
 */
export function lockAreaDatabase<T>(toppath: string, work: (area: { setEpoch(epoch: number): void }) => T): T {
  const area = openAreaDatabase(existing(fileOf(toppath)), { busyTimeoutMs });
  try {
    return area.write(() => work({ setEpoch: (epoch) => setEpoch(area, epoch) }));
  } finally {
    area.close();
  }
}

const fileOf = (toppath: string) => join(toppath, "megatest.db");

function existing(file: string): string {
  if (!existsSync(file)) throw new Failure("not-found", `there is no ${file}: nothing was recorded in this area yet`);
  return file;
}

/** `none` when there is no area database, or an empty one. */
function withArea<T>(toppath: string, none: T, read: (area: Connection) => T): T {
  const file = fileOf(toppath);
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) === 0) return none;
  const area = openAreaForReading(file, busyTimeoutMs);
  try {
    return read(area);
  } finally {
    area.close();
  }
}
