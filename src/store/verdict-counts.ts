import { type Connection, numberOf } from "./connection.js";
import { patiently, type Steps } from "./exclusive.js";

/** A kept count of verdicts: the table, what its rows are counted for, and which tests count. */
interface Count {
  readonly table: string;
  readonly group: readonly string[];
  readonly counts: (row: string) => string;
}

const kept: readonly Count[] = [
  { table: "item_verdicts", group: ["run_id", "testname", "state", "status"], counts: (row) => `${row}.item_path <> ''` },
  { table: "run_verdicts", group: ["run_id", "state", "status"], counts: (row) => `NOT (${row}.uname = 'n/a' AND ${row}.item_path = '')` },
];

/**
 * So that a roll-up or a count costs as much as there are different verdicts, not as much as there are items. A count that has come down to 0
 * stays: whoever reads must leave it out.
 */
export function createCounts(live: Connection): void {
  for (const { table, group } of kept) {
    live.exec(`
      DROP TABLE IF EXISTS ${table};
      CREATE TABLE ${table} (${group.join(", ")}, count INTEGER, PRIMARY KEY (${group.join(", ")})) WITHOUT ROWID;
    `);
  }
  recount(live);
  const watched = ["run_id", "testname", "item_path", "state", "status", "uname"];
  const changed = watched.map((name) => `old.${name} IS NOT new.${name}`).join(" OR ");
  live.exec(`
    DROP TRIGGER IF EXISTS count_insert_tests;
    DROP TRIGGER IF EXISTS count_update_tests;
    DROP TRIGGER IF EXISTS count_delete_tests;
    CREATE TRIGGER count_insert_tests AFTER INSERT ON tests BEGIN ${countIn()} END;
    CREATE TRIGGER count_update_tests AFTER UPDATE OF ${watched.join(", ")} ON tests WHEN ${changed} BEGIN ${countOut()} ${countIn()} END;
    CREATE TRIGGER count_delete_tests AFTER DELETE ON tests BEGIN ${countOut()} END;
  `);
}

function recount(live: Connection): void {
  for (const { table, group, counts } of kept) {
    const values = groupValues(group, "tests");
    live.exec(`INSERT INTO ${table} SELECT ${values}, count(*) FROM tests WHERE ${counts("tests")} GROUP BY ${values}`);
  }
}

/** Counts the tests of a run anew where the kept count is wrong: a 1.65 that replaces rows in the live database passes the triggers by. */
export function* recountWhereWrong(live: Connection, waitMs: number): Steps<void> {
  const runs = live.all("SELECT run_id AS id FROM item_verdicts UNION SELECT run_id FROM run_verdicts UNION SELECT id FROM runs");
  for (const run of runs.map((row) => numberOf(row["id"]))) {
    if (kept.some((count) => isWrong(live, count, run))) yield* patiently(waitMs, () => live.write(() => recountRun(live, run)));
    yield 0;
  }
}

const countedOf = ({ group, counts }: Count) =>
  `SELECT ${groupValues(group, "tests")}, count(*) FROM tests WHERE run_id = ? AND ${counts("tests")} GROUP BY ${groupValues(group, "tests")}`;

function isWrong(live: Connection, count: Count, run: number): boolean {
  const counted = countedOf(count);
  const stored = `SELECT * FROM ${count.table} WHERE run_id = ? AND count <> 0`;
  const wrong = `SELECT 1 FROM (SELECT * FROM (${counted}) EXCEPT ${stored}) UNION ALL SELECT 1 FROM (${stored} EXCEPT SELECT * FROM (${counted})) LIMIT 1`;
  return live.get(wrong, run, run, run, run) !== undefined;
}

function recountRun(live: Connection, run: number): void {
  for (const count of kept) {
    live.run(`DELETE FROM ${count.table} WHERE run_id = ?`, run);
    live.run(`INSERT INTO ${count.table} ${countedOf(count)}`, run);
  }
}

const countIn = () =>
  kept
    .map(
      ({ table, group, counts }) =>
        `INSERT INTO ${table} SELECT ${groupValues(group, "new")}, 1 WHERE ${counts("new")} ON CONFLICT DO UPDATE SET count = count + 1;`,
    )
    .join("\n");

const countOut = () =>
  kept
    .map(({ table, group, counts }) => {
      const match = group.map((name) => `${name} = ${keyValue(name, "old")}`).join(" AND ");
      return `UPDATE ${table} SET count = count - 1 WHERE ${match} AND ${counts("old")};`;
    })
    .join("\n");

const groupValues = (group: readonly string[], row: string) => group.map((name) => keyValue(name, row)).join(", ");

/** Foreign rows may hold NULL, which is no key. */
const keyValue = (name: string, row: string) => `ifnull(${row}.${name}, '')`;
