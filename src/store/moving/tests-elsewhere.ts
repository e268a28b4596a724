import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { groupBy, type Log, messageOf } from "../../base/index.js";
import type { TestName, TestRecord } from "../../model/index.js";
import { type Connection, numberOf } from "../connection.js";
import { openAreaForReading } from "../read-only.js";
import { testColumnsOf, testRecord } from "../rows.js";
import { hiddenRuns } from "../runs.js";
import { keyNames, quoted } from "../schema.js";
import type { Sync } from "../sync.js";
import { sameTests } from "../tests.js";
import { completedFile } from "./completed-runs.js";
import { type Forwarding, forwardingOf } from "./forwarding.js";

/** A record of a test, and when its run began in this area. */
interface Candidate {
  readonly event_time: number;
  readonly run_id: number;
  readonly test: TestRecord;
}

const waitMs = 10_000;

/**
 * The newest earlier record of a test, wherever its run is now: in this area, among its completed runs, or in the area that it was moved to. So moving a run
 * changes no verdict. What cannot be read counts as absent, with a warning.
 *
 * @param own that of the runs that are here
 * @see spec 04 § 24.1 and § 26.4
 */
export function previousAnywhere({ live, place, log }: Sync, runId: number, name: TestName, own: TestRecord | undefined): TestRecord | undefined {
  const toppath = dirname(place.areaFile);
  const candidates = [...inCompleted(live, toppath, runId, name, log), ...inOtherAreas(live, runId, name, log)];
  if (candidates.length === 0) return own;
  if (own !== undefined) candidates.push({ event_time: eventTime(live, own.run_id), run_id: own.run_id, test: own });
  return candidates.toSorted((a, b) => b.event_time - a.event_time || b.run_id - a.run_id)[0]?.test;
}

/**
 * Records of the same test and item in any run, wherever it is now. The ids are those of where they are.
 *
 * @param own those of the runs that are here
 * @see spec 04 § 24.1 and § 26.4
 */
export function sameAnywhere({ live, place, log }: Sync, name: TestName, own: readonly TestRecord[]): TestRecord[] {
  const here = new Set(own.map(({ id }) => id));
  const completed = reading(completedFile(dirname(place.areaFile)), log, (db) => sameTests(db, name)).filter(({ id }) => !here.has(id));
  const moved = live.all("SELECT id FROM runs WHERE state = 'MOVED' ORDER BY id").flatMap((run) => forwardingOf(live, numberOf(run["id"])) ?? []);
  return [...own, ...completed, ...testsThere(moved, name, log)];
}

const eventTime = (db: Connection, runId: number) => numberOf(db.get("SELECT event_time FROM runs WHERE id = ?", runId)?.["event_time"]);

function inCompleted(live: Connection, toppath: string, runId: number, name: TestName, log: Log): Candidate[] {
  const keys = keyNames(live);
  const target = live.get(`SELECT ${keys.map(quoted).join(", ")} FROM runs WHERE id = ?`, runId);
  if (target === undefined) return [];
  return reading(completedFile(toppath), log, (completed) => {
    const row = completed.get(
      `SELECT ${testColumnsOf("t")}, r.event_time AS run_time FROM runs r CROSS JOIN tests t
        WHERE NOT r.${hiddenRuns} AND ${keys.map((key) => `r.${quoted(key)} IS ?`).join(" AND ")}
          AND t.run_id = r.id AND t.testname = ? AND t.item_path = ? AND t.state <> 'DELETED'
        ORDER BY r.event_time DESC, r.id DESC LIMIT 1`,
      ...[...keys.map((key) => String(target[key] ?? "")), name.testname, name.item_path],
    );
    if (row === undefined) return [];
    const test = testRecord(row);
    return [{ event_time: numberOf(row["run_time"]), run_id: test.run_id, test }];
  });
}

function inOtherAreas(live: Connection, runId: number, name: TestName, log: Log): Candidate[] {
  const sameTarget = keyNames(live).map((key) => `other.${quoted(key)} IS mine.${quoted(key)}`);
  const moved = live.all(
    `SELECT other.id, other.event_time FROM runs mine JOIN runs other ON ${sameTarget.join(" AND ")}
      WHERE mine.id = ? AND other.state = 'MOVED' ORDER BY other.event_time DESC, other.id DESC`,
    runId,
  );
  for (const run of moved) {
    const id = numberOf(run["id"]);
    const place = forwardingOf(live, id);
    const [test] = place === undefined ? [] : testsThere([place], name, log);
    if (test !== undefined) return [{ event_time: numberOf(run["event_time"]), run_id: id, test }];
  }
  return [];
}

/** The same test in runs that were moved, maybe on and on. */
function testsThere(places: readonly Forwarding[], name: TestName, log: Log, seen: ReadonlySet<string> = new Set()): TestRecord[] {
  return [...groupBy(places, ({ path }) => path)].flatMap(([path, ofPath]) => {
    if (seen.has(path)) return [];
    const file = join(path, "megatest.db");
    if (!existsSync(file)) {
      log.warn(`runs were moved to ${path}, where there is no megatest.db now: their tests count as absent`);
      return [];
    }
    return reading(file, log, (area) =>
      ofPath.flatMap(({ run_id }) => {
        const there = testOfRun(area, run_id, name);
        if (there.length > 0) return there;
        const next = forwardingOf(area, run_id);
        return next === undefined
          ? reading(completedFile(path), log, (completed) => testOfRun(completed, run_id, name))
          : testsThere([next], name, log, new Set([...seen, path]));
      }),
    );
  });
}

function testOfRun(db: Connection, runId: number, { testname, item_path }: TestName): TestRecord[] {
  return db
    .all(
      `SELECT ${testColumnsOf("t")} FROM tests t WHERE run_id = ? AND testname = ? AND item_path = ? AND state <> 'DELETED'`,
      ...[runId, testname, item_path],
    )
    .map(testRecord);
}

/** Nothing when the file is missing or cannot be read. */
function reading<T>(file: string, log: Log, work: (db: Connection) => T[]): T[] {
  if (!existsSync(file)) return [];
  try {
    const db = openAreaForReading(file, waitMs);
    try {
      return work(db);
    } finally {
      db.close();
    }
  } catch (error) {
    log.warn(`${file} cannot be read, its runs count as absent: ${messageOf(error)}`);
    return [];
  }
}
