import type { Hash } from "node:crypto";
import { messageOf } from "../../base/index.js";
import { builtin } from "../../sys/index.js";
import { type Connection, numberOf, textOf } from "../connection.js";
import { quoted } from "../schema.js";
import { isKept, schemaColumns } from "./run-tables.js";

/** How much of a run moves, and what it says. */
export interface RunDigest {
  /** Hexadecimal sha256 of all that does not depend on where the run is: the same digest means the same data. */
  readonly digest: string;
  readonly tests: number;
  readonly steps: number;
  readonly data: number;
}

/** So many tests go into one text. */
const sliceSize = 10_000;

/**
 * The digest of a run: the same in whatever database its rows are, under whatever ids. A line of JSON for the run, then for each slice of its tests, in order of
 * name and item path, the lines of the tests, of their steps and of their data, each in the order of its natural key. To be called within a transaction.
 *
 * @param keys of the area, in order
 * @returns undefined when there is no such run
 * @see spec 04 § 23.3
 */
export function digestOf(db: Connection, runId: number, keys: readonly string[], schema = "main"): RunDigest | undefined {
  const queries = queriesOf(schema, keys);
  const run = linesOf(db, queries.run, [runId]);
  if (run.count === 0) return undefined;
  const hash = builtin.crypto.createHash("sha256").update(run.text);
  const counts = { tests: 0, steps: 0, data: 0 };
  for (let from: Name | undefined, isLast = false; !isLast; ) {
    const to = endOfSlice(db, schema, runId, from);
    isLast = to === undefined;
    const range = { runId, from, to };
    counts.tests += add(hash, db, queries.tests, range);
    counts.steps += add(hash, db, queries.steps, range);
    counts.data += add(hash, db, queries.data, range);
    from = to;
  }
  return { digest: hash.digest("hex"), ...counts };
}

/** A test of a run, by its natural key. */
type Name = readonly [testname: string, item_path: string];

interface Slice {
  readonly runId: number;
  /** Not itself; undefined for the beginning. */
  readonly from: Name | undefined;
  readonly to: Name | undefined;
}

function endOfSlice(db: Connection, schema: string, runId: number, from: Name | undefined): Name | undefined {
  const row = db.get(
    `SELECT testname, item_path FROM ${schema}.tests t WHERE run_id = ? AND ${isKept}${from === undefined ? "" : ` AND ${after}`}
      ORDER BY testname, item_path LIMIT 1 OFFSET ${sliceSize - 1}`,
    ...[runId, ...(from ?? [])],
  );
  return row === undefined ? undefined : [textOf(row["testname"]), textOf(row["item_path"])];
}

const after = "(t.testname, t.item_path) > (?, ?)";
const upTo = "(t.testname, t.item_path) <= (?, ?)";

function add(hash: Hash, db: Connection, query: Lines, { runId, from, to }: Slice): number {
  const range = [from === undefined ? "1" : after, to === undefined ? "1" : upTo].join(" AND ");
  const { text, count } = linesOf(db, { ...query, from: `${query.from} AND ${range}` }, [runId, ...(from ?? []), ...(to ?? [])]);
  hash.update(`\n${count}\n`).update(text);
  return count;
}

interface Lines {
  /** Expressions of one line. */
  readonly values: readonly string[];
  readonly from: string;
  readonly order: string;
}

function linesOf(db: Connection, { values, from, order }: Lines, params: readonly (string | number)[]): { text: string; count: number } {
  const select = (line: readonly string[]) =>
    db.get(
      `SELECT count(*) AS count, group_concat(line, char(10)) AS text FROM (SELECT json_array(${line.join(", ")}) AS line ${from} ORDER BY ${order})`,
      ...params,
    );
  let row: ReturnType<typeof select>;
  try {
    row = select(values);
  } catch (error) {
    // JSON has no words for bytes; only files of others hold some, and asking each time is slow.
    if (!/BLOB|JSON/.test(messageOf(error))) throw error;
    row = select(values.map((value) => `iif(typeof(${value}) = 'blob', hex(${value}), ${value})`));
  }
  return { text: textOf(row?.["text"]), count: numberOf(row?.["count"]) };
}

interface Queries {
  readonly run: Lines;
  readonly tests: Lines;
  readonly steps: Lines;
  readonly data: Lines;
}

const ofRun = ["runname", "contour", "status", "owner", "event_time", "fail_count", "pass_count"];
const ofTest = schemaColumns("tests", ["run_id", "archived", "last_update"]).map((column) => `t.${column}`);

function queriesOf(schema: string, keys: readonly string[]): Queries {
  const tests = `FROM ${schema}.tests t`;
  const where = `WHERE t.run_id = ? AND t.${isKept}`;
  const order = ["t.testname", "t.item_path", "t.id"];
  const children = (table: string, key: readonly string[]): Lines => ({
    values: ["t.testname", "t.item_path", ...schemaColumns(table, ["test_id", "last_update"]).map((column) => `c.${column}`)],
    from: `${tests} CROSS JOIN ${schema}.${table} c ON c.test_id = t.id ${where}`,
    order: [...order, ...key.map((column) => `c.${column}`), "c.id"].join(", "),
  });
  return {
    run: { values: [...keys.map(quoted), ...ofRun], from: `FROM ${schema}.runs WHERE id = ?`, order: "id" },
    tests: { values: [...ofTest, archiveOf(schema)], from: `${tests} ${where}`, order: order.join(", ") },
    steps: children("test_steps", ["stepname", "state"]),
    data: children("test_data", ["category", "variable"]),
  };
}

/** The directory of the archive instead of an id; an id that leads nowhere moves as a negative number. */
const archiveOf = (schema: string) =>
  `iif(t.archived > 0, ifnull((SELECT b.disk_path FROM ${schema}.archive_blocks b WHERE b.id = t.archived), -t.archived), t.archived)`;
