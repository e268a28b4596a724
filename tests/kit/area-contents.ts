import type { TestArea } from "./area.js";

/** All that a database of an area knows of the runs that are shown, by names and not by ids. */
export function contentsOf(area: TestArea, file = "megatest.db"): Record<"runs" | "tests" | "steps" | "data", Record<string, unknown>[]> {
  const rows = (sql: string) => area.queryFile(file, sql);
  const ofRun = "FROM tests t JOIN runs r ON r.id = t.run_id AND r.state NOT IN ('MOVED', 'INCOMING')";
  const name = "runname, testname, item_path";
  return {
    runs: rows("SELECT SYS, RELEASE, runname, state, status, event_time FROM runs WHERE state NOT IN ('MOVED', 'INCOMING') ORDER BY runname"),
    tests: rows(`SELECT ${name}, t.state, t.status, rundir, run_duration ${ofRun} ORDER BY 1, 2, 3`),
    steps: rows(`SELECT ${name}, stepname, s.state, s.status ${ofRun} JOIN test_steps s ON s.test_id = t.id ORDER BY 1, 2, 3, 4, 5`),
    data: rows(`SELECT ${name}, category, variable, value ${ofRun} JOIN test_data d ON d.test_id = t.id ORDER BY 1, 2, 3, 4, 5`),
  };
}
