import { existsSync, statSync } from "node:fs";
import { messageOf } from "../../base/index.js";
import { metadataOf } from "../area-database.js";
import { compareAll } from "../compare.js";
import { Connection, numberOf, textOf } from "../connection.js";
import { problemsOf } from "../damage.js";
import { runInTurns } from "../exclusive.js";
import { forgetJudgements, judge, prepareJudging, type Side } from "../judge.js";
import { type OpenOptions, placeOfOptions } from "../open.js";
import type { Place } from "../place.js";
import { openAreaForReading } from "../read-only.js";
import { syncStateOf } from "../sync-state.js";
import { ThreeDatabases } from "../three-databases.js";
import { nameOf } from "./row-names.js";

export interface CheckedFile {
  readonly role: "area database" | "live database" | "reference";
  readonly file: string;
  readonly exists: boolean;
  /** What is wrong with the file itself; nothing when it is whole. */
  readonly problems: readonly string[];
}

/** A row that is not the same everywhere, though no sync is to be expected that makes it so. */
export interface RowDifference {
  readonly table: string;
  readonly id: number;
  /** What it is about, e.g. `x/1/r1/test/item` for a test. */
  readonly name: string;
  readonly problem: "differs" | "only in the live database" | "only in the area database" | "two different things" | "the reference is behind";
}

/** Rows that belong to nothing. */
export interface Orphans {
  readonly table: string;
  readonly problem: string;
  readonly count: number;
  /** Of some of them. */
  readonly ids: readonly number[];
}

export interface DatabaseCheck {
  readonly files: readonly CheckedFile[];
  /** Why the files do not belong together; undefined when they do, or there is only one. */
  readonly pairing: string | undefined;
  /** Rows written here that the next sync brings to the area database. */
  readonly waiting: number;
  /** Rows that others have written to the area database since the last sync. */
  readonly foreign: number;
  readonly differences: readonly RowDifference[];
  readonly orphans: readonly Orphans[];
}

/** Whether all is as it should be. */
export function isWhole({ files, pairing, differences, orphans }: DatabaseCheck): boolean {
  return files.every(({ problems }) => problems.length === 0) && pairing === undefined && differences.length === 0 && orphans.length === 0;
}

/**
 * Examines the databases of an area on this host: each by itself, whether they belong together, and row by row. Changes nothing, and keeps nobody from working.
 *
 * @throws Failure when a file cannot be read at all
 */
export async function checkDatabases(options: OpenOptions): Promise<DatabaseCheck> {
  const place = placeOfOptions(options);
  const files = [
    checkFile("area database", place.areaFile),
    checkFile("live database", place.liveFile),
    checkFile("reference", place.referenceFile),
  ] as const;
  const isUsable = (file: CheckedFile) => file.exists && file.problems.length === 0;
  const [area, live, reference] = files;
  const nothing = { waiting: 0, foreign: 0, differences: [] };
  const pairing = live.exists ? pairingOf(files.filter(isUsable)) : undefined;
  const rows = [area, live, reference].every(isUsable) && pairing === undefined ? await compareRows(place, options) : nothing;
  return { files, pairing, ...rows, orphans: isUsable(area) ? orphansIn(area.file) : [] };
}

function checkFile(role: CheckedFile["role"], file: string): CheckedFile {
  const exists = existsSync(file);
  const isEmpty = exists && statSync(file).size === 0;
  return { role, file, exists, problems: isEmpty ? ["it is empty"] : exists ? problemsOf(file) : [] };
}

function pairingOf(files: readonly CheckedFile[]): string | undefined {
  if (files.length < 3) return undefined;
  const isOurs = withFile(files[1]?.file ?? "", (live) => syncStateOf(live) !== undefined);
  if (!isOurs) return "the live database was made by another version of megatest: the next command takes it over";
  const ids = files.map(({ role, file }) => {
    try {
      return withFile(file, (db) => `${role}: ${metadataOf(db, "CACHE_ID") ?? "none"}`);
    } catch (error) {
      return `${role}: ${messageOf(error)}`;
    }
  });
  const [first, ...others] = ids.map((text) => text.slice(text.indexOf(":")));
  return others.every((id) => id === first && id !== ": none") ? undefined : `CACHE_ID of the ${ids.join(", of the ")}`;
}

function withFile<T>(file: string, read: (db: Connection) => T): T {
  const db = new Connection(file, { busyTimeoutMs: 5000 });
  try {
    return read(db);
  } finally {
    db.close();
  }
}

/** What is judged of a row once it was found. */
interface Judged {
  readonly table: string;
  readonly id: number;
  readonly side: Side;
  readonly problem: RowDifference["problem"];
  readonly isJournalled: boolean;
}

/** A row is looked at so often: while others sync, it may only be on its way. */
const looks = 5;
const pauseMs = 100;

async function compareRows(
  place: Place,
  { busyTimeoutMs = 136_000 }: OpenOptions,
): Promise<Pick<DatabaseCheck, "waiting" | "foreign" | "differences">> {
  const three = new ThreeDatabases(place, 1000);
  try {
    const found = await runInTurns(compareAll(three, busyTimeoutMs));
    prepareJudging(three.db);
    for (const { tbl, id } of found) three.db.run("INSERT INTO temp.todo VALUES (?, ?)", tbl, id);
    let judgements: Judged[] = [];
    for (let look = 0; look < looks; look++) {
      judgements = judgeFound(three);
      if (judgements.every(({ isJournalled }) => isJournalled)) break;
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
    const isForeign = three.stamp().text !== syncStateOf(three.db, "live")?.area_stamp;
    const waiting = judgements.filter(({ isJournalled, side }) => isJournalled && side !== "same");
    const others = judgements.filter(({ isJournalled }) => !isJournalled);
    const foreign = others.filter(({ side }) => isForeign && (side === "area" || side === "same"));
    const differences = others
      .filter((judgement) => !foreign.includes(judgement))
      .map(({ table, id, problem }) => ({ table, id, name: nameOf(three.db, table, id), problem }));
    return { waiting: waiting.length, foreign: foreign.length, differences };
  } finally {
    three.close();
  }
}

function judgeFound(three: ThreeDatabases): Judged[] {
  const { db } = three;
  return db.transaction("BEGIN", () => {
    forgetJudgements(db);
    for (const table of three.tables) judge(three, table, false);
    return three.tables.flatMap(({ name }) =>
      db
        .all(
          `SELECT j.id, j.side, a.id IS NULL AS not_in_area, l.id IS NULL AS not_in_live,
              EXISTS (SELECT 1 FROM live.changes c, live.sync_state s WHERE c.tbl = j.tbl AND c.row_id = j.id AND c.seq > s.pushed) AS journalled
            FROM temp.judged j LEFT JOIN main.${name} a ON a.id = j.id LEFT JOIN live.${name} l ON l.id = j.id WHERE j.tbl = ?`,
          name,
        )
        .map((row) => {
          const side = textOf(row["side"]) as Side;
          return { table: name, id: numberOf(row["id"]), side, problem: problemOf(side, row), isJournalled: row["journalled"] === 1 };
        }),
    );
  });
}

function problemOf(side: Side, row: Readonly<Record<string, unknown>>): RowDifference["problem"] {
  if (side === "same") return "the reference is behind";
  if (side === "clash") return "two different things";
  if (row["not_in_area"] === 1) return "only in the live database";
  return row["not_in_live"] === 1 ? "only in the area database" : "differs";
}

const noRun = "run_id NOT IN (SELECT id FROM runs)";
const noTest = "test_id NOT IN (SELECT id FROM tests)";
const orphanKinds: readonly [table: string, condition: string, problem: string][] = [
  ["tests", noRun, "no such run"],
  ["test_steps", noTest, "no such test"],
  ["test_data", noTest, "no such test"],
  ["run_stats", noRun, "no such run"],
  ["archives", noTest, "no such test"],
];

const shownIds = 10;

function orphansIn(file: string): Orphans[] {
  const area = openAreaForReading(file, 5000);
  try {
    return orphanKinds.flatMap(([table, condition, problem]) => {
      const count = numberOf(area.get(`SELECT count(*) AS count FROM ${table} WHERE ${condition}`)?.["count"]);
      if (count === 0) return [];
      const ids = area.all(`SELECT id FROM ${table} WHERE ${condition} ORDER BY id LIMIT ${shownIds}`).map((row) => numberOf(row["id"]));
      return [{ table, problem, count, ids }];
    });
  } finally {
    area.close();
  }
}
