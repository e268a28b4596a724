import { type Connection, type Row, textOf } from "../connection.js";
import { keyNames } from "../schema.js";

/** What a row is about, for people: `<target>/<runname>[/<test>[/<item path>]]`, and what tells it from others of that. Empty when that is not known. */
export function nameOf(db: Connection, table: string, id: number): string {
  const row = rowOf(db, table, id);
  if (row === undefined) return "";
  const column = (name: string) => textOf(row[name]);
  switch (table) {
    case "runs":
      return runName(db, row);
    case "tests":
      return testName(db, row);
    case "test_steps":
      return `${ofTest(db, row)}, step ${column("stepname")} ${column("state")}`;
    case "test_data":
      return `${ofTest(db, row)}, ${column("category")} ${column("variable")}`;
    case "run_stats":
      return `${ofRun(db, row)}, ${column("state")}/${column("status")}`;
    case "keys":
      return column("fieldname");
    case "metadat":
      return column("var");
    case "test_meta":
      return column("testname");
    default:
      return "";
  }
}

/** Of the live database, else of the area's. */
function rowOf(db: Connection, table: string, id: unknown): Row | undefined {
  const [live, main] = ["live", "main"].map((schema) => db.get(`SELECT * FROM ${schema}.${table} WHERE id = ?`, Number(id)));
  return live ?? main;
}

function runName(db: Connection, run: Row): string {
  return [...keyNames(db, "main"), "runname"].map((name) => textOf(run[name])).join("/");
}

function testName(db: Connection, test: Row): string {
  const item = textOf(test["item_path"]);
  return [ofRun(db, test), textOf(test["testname"]), ...(item === "" ? [] : [item])].join("/");
}

function ofRun(db: Connection, row: Row): string {
  const run = rowOf(db, "runs", row["run_id"]);
  return run === undefined ? `run ${textOf(row["run_id"])}` : runName(db, run);
}

function ofTest(db: Connection, row: Row): string {
  const test = rowOf(db, "tests", row["test_id"]);
  return test === undefined ? `test ${textOf(row["test_id"])}` : testName(db, test);
}
