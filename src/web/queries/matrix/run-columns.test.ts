import { describe, expect, it } from "vitest";
import { matrixArea } from "../../../../tests/kit/matrix.js";
import { insertTest } from "../../../../tests/kit/run-rows.js";
import type { LiveEvent } from "../../../view/index.js";
import type { RunColumns } from "./run-columns.js";

/** What happens from now on, a line each. */
function told(columns: RunColumns): () => string[] {
  let lines: string[] = [];
  columns.follow((event) => lines.push(...linesOf(event)));
  return () => {
    const taken = lines;
    lines = [];
    return taken;
  };
}

function linesOf(event: LiveEvent): string[] {
  switch (event.kind) {
    case "tests":
      return event.tests.map(({ r, n, i, state, status, kind }) => `${kind} ${r}:${n}/${i} ${state}/${status}`);
    case "run":
      return event.runs.map(({ runname, kind }) => `${kind} ${runname}`);
    case "steps":
    case "data":
      return event.tests.map(({ r, n, i }) => `${event.kind} ${r}:${n}/${i}`);
    case "filled":
      return [`filled ${event.read} of ${event.of}`];
    default:
      return [event.kind];
  }
}

const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, at) => [`t${at}`, "PASS"]));

describe("06 § 20: what has changed", () => {
  it("06-19: tests that are new, changed and gone are told once, each as it is now", async () => {
    const { columns, execute, ask } = await matrixArea({ r1: { a: "PASS", "b/1": "RUNNING/n/a", c: "PASS" } });
    await ask();
    const events = told(columns);
    execute("UPDATE tests SET state = 'COMPLETED', status = 'FAIL' WHERE testname = 'b'; UPDATE tests SET uname = 'x' WHERE testname = 'a'");
    execute(`${insertTest(1, 77, "d", "WARN")}; DELETE FROM tests WHERE testname = 'c'`);
    await columns.refresh();
    expect(events()).toEqual(["new r1:d/ COMPLETED/WARN", "changed r1:b/1 COMPLETED/FAIL", "gone r1:c/ /"]);
    await columns.refresh();
    expect(events()).toEqual([]);
    execute("UPDATE tests SET state = 'DELETED' WHERE testname = 'a'");
    await columns.refresh();
    expect(events()).toEqual(["gone r1:a/ /"]);
  });

  it("06-24, 06-25: so are runs", async () => {
    const { columns, execute, ask } = await matrixArea({ r1: { a: "PASS" }, r2: { a: "PASS" } });
    await ask();
    const events = told(columns);
    execute("UPDATE runs SET comment = 'fine' WHERE id = 1; INSERT INTO runs (id, SYS, RELEASE, runname, state) VALUES (9, 'x', '1', 'r9', 'new')");
    await columns.refresh();
    expect(events().filter((line) => !line.startsWith("filled"))).toEqual(["changed r1", "new r9"]);
    execute("UPDATE runs SET state = 'MOVED' WHERE id = 1; DELETE FROM runs WHERE id = 2");
    await columns.refresh();
    expect(events().filter((line) => !line.startsWith("filled"))).toEqual(["gone r1", "gone r2"]);
  });

  it("06-26: steps and data are told by the names of their tests", async () => {
    const { columns, execute, ask } = await matrixArea({ r1: { "a/1": "PASS", b: "PASS" } });
    await ask();
    const events = told(columns);
    execute("INSERT INTO test_steps (test_id, stepname, state, status) VALUES (1000, 's', 'start', 'n/a')");
    execute("INSERT INTO test_data (test_id, category, variable) VALUES (1001, 'c', 'v')");
    await columns.refresh();
    expect(events()).toEqual(["steps r1:a/1", "data r1:b/"]);
  });

  it("is found by comparing when the journal has lost it", async () => {
    const { columns, execute, ask } = await matrixArea({ r1: { a: "PASS", b: "PASS" }, r2: { a: "PASS" } });
    await ask();
    const events = told(columns);
    execute("UPDATE tests SET status = 'FAIL' WHERE id = 1000; DELETE FROM tests WHERE id = 1001; DELETE FROM runs WHERE id = 2");
    execute(insertTest(1, 77, "c", "PASS"));
    execute("DELETE FROM changes; INSERT INTO changes (seq, tbl, row_id) SELECT seq + 10, 'keys', 1 FROM sqlite_sequence WHERE name = 'changes'");
    await ask();
    await columns.want([], columns.newestFirst);
    for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
    expect(events().sort()).toEqual(["changed r1:a/ COMPLETED/FAIL", "gone r1:b/ /", "gone r2", "new r1:c/ COMPLETED/PASS"]);
  });
});

describe("06 § 22.4: memory", () => {
  const runs = Object.fromEntries(Array.from({ length: 6 }, (_, at) => [`r${at}`, many(600)]));
  const read = (columns: RunColumns) => columns.newestFirst.map(({ run, cells }) => (cells === undefined ? "-" : run.runname)).join(" ");

  it("is kept to its budget, oldest runs first; what is asked for is read again", async () => {
    const { columns, ask } = await matrixArea(runs, { budget: 60_000 });
    await ask({ cn: 1 });
    for (let turn = 0; turn < 50; turn++) await new Promise(setImmediate);
    expect(read(columns)).toBe("r5 r4 r3 - - -");
    const window = await ask({ c0: 4, cn: 2, rn: 1 });
    expect(window.colHead.map(({ runname, isReading }) => `${runname} ${isReading === true}`)).toEqual(["r1 false", "r0 false"]);
    expect(columns.progress.read).toBeLessThanOrEqual(3);
    expect((await ask({ cn: 1, rn: 1 })).colHead[0]).not.toHaveProperty("isReading");
  });

  it("is given back, and nothing is read until somebody asks", async () => {
    const { columns, ask, execute } = await matrixArea(runs);
    await ask({ cn: 6 });
    columns.forget();
    expect(read(columns)).toBe("- - - - - -");
    execute("UPDATE tests SET status = 'FAIL' WHERE id = 6000");
    await columns.refresh();
    expect(read(columns)).toBe("- - - - - -");
    expect((await ask({ cn: 2, rn: 1 })).colHead.map(({ counts }) => counts)).toEqual([{ pass: 599, fail: 1 }, { pass: 600 }]);
  });
});
