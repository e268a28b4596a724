import { numberOf } from "./connection.js";
import { patiently, type Steps } from "./exclusive.js";
import { rowOf, type SyncedTable, type ThreeDatabases } from "./three-databases.js";

/** A row that is not the same in all three databases. */
export interface Difference {
  readonly tbl: string;
  readonly id: number;
  /** It is only gone from the area database. */
  readonly isGone: boolean;
}

/** So many milliseconds a slice may take. */
const sliceMs = 10;
const firstSlice = 500;

/**
 * Compares all rows of the three databases, in slices of ids, each a short look of its own: nobody is kept waiting. Between the slices others may write:
 * so what is found is to be judged again under the lock, and what is missed was written meanwhile and is known by its journal entry or the stamp.
 *
 * @param waitMs how long to wait for a database that another program has locked
 */
export function* compareAll(three: ThreeDatabases, waitMs: number): Steps<Difference[]> {
  const found: Difference[] = [];
  for (const table of three.tables) {
    let size = firstSlice;
    for (let from = -1, end = false; !end; yield 0) {
      const began = performance.now();
      const to = yield* patiently(waitMs, () => endOfSlice(three, table, from, size));
      found.push(...(yield* patiently(waitMs, () => differencesIn(three, table, from, to ?? Number.MAX_SAFE_INTEGER))));
      size = nextSize(size, performance.now() - began);
      end = to === undefined;
      from = to ?? from;
    }
  }
  return found;
}

const nextSize = (size: number, tookMs: number) => Math.max(50, Math.min(20_000, Math.floor((size * sliceMs) / Math.max(tookMs, sliceMs / 4))));

/** The id that ends the next slice; undefined when the rest is one. */
function endOfSlice({ db }: ThreeDatabases, { name }: SyncedTable, from: number, size: number): number | undefined {
  const ends = ["main", "live", "ref"].map((schema) =>
    db.get(`SELECT id FROM ${schema}.${name} WHERE id > ? ORDER BY id LIMIT 1 OFFSET ?`, from, size - 1),
  );
  const ids = ends.filter((row) => row !== undefined).map((row) => numberOf(row["id"]));
  return ids.length === 0 ? undefined : Math.min(...ids);
}

function differencesIn({ db }: ThreeDatabases, { name, columns }: SyncedTable, from: number, to: number): Difference[] {
  const differs = `${rowOf("a", columns)} IS NOT ${rowOf("l", columns)} OR ${rowOf("a", columns)} IS NOT ${rowOf("r", columns)}`;
  const range = "> ? AND id <= ?";
  const [inAll, ...counts] = db
    .all(
      `SELECT count(*) AS count FROM main.${name} a JOIN live.${name} l ON l.id = a.id JOIN ref.${name} r ON r.id = a.id WHERE a.id > ? AND a.id <= ?
        ${["main", "live", "ref"].map((schema) => `UNION ALL SELECT count(*) FROM ${schema}.${name} WHERE id ${range}`).join(" ")}`,
      ...[from, to, from, to, from, to, from, to],
    )
    .map((row) => row["count"]);
  const isComplete = counts.every((count) => count === inAll);
  const source = isComplete
    ? `main.${name} a JOIN live.${name} l ON l.id = a.id JOIN ref.${name} r ON r.id = a.id WHERE a.id > ? AND a.id <= ? AND (${differs})`
    : `(${["main", "live", "ref"].map((schema) => `SELECT id FROM ${schema}.${name} WHERE id ${range}`).join(" UNION ")}) ids
        LEFT JOIN main.${name} a ON a.id = ids.id LEFT JOIN live.${name} l ON l.id = ids.id LEFT JOIN ref.${name} r ON r.id = ids.id WHERE ${differs}`;
  const params = isComplete ? [from, to] : [from, to, from, to, from, to];
  return db
    .all(
      `SELECT coalesce(a.id, l.id, r.id) AS id, a.id IS NULL AND ${rowOf("l", columns)} IS ${rowOf("r", columns)} AS gone FROM ${source}`,
      ...params,
    )
    .map((row) => ({ tbl: name, id: numberOf(row["id"]), isGone: row["gone"] === 1 }));
}
