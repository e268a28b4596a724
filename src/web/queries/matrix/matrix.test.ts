import { describe, expect, it } from "vitest";
import { matrixArea, table } from "../../../../tests/kit/matrix.js";
import { dayOf, insertTest } from "../../../../tests/kit/run-rows.js";

const names = (lines: readonly string[]) => lines.slice(1).map((line) => line.replace(/:.*/, "").trim());

describe("06 § 22.1: rows and columns", () => {
  it("06-8: the newest run is leftmost; with sort=oldest rightmost", async () => {
    const { ask } = await matrixArea({ old: { a: "PASS" }, middle: { a: "FAIL" }, new: { a: "WARN" } });
    expect(table(await ask())).toEqual(["runs: new middle old", "a: WARN FAIL PASS"]);
    expect(table(await ask({ sort: "oldest" }))).toEqual(["runs: old middle new", "a: PASS FAIL WARN"]);
  });

  it("06-9: tests b, a and items of a: a, a's items, b", async () => {
    const { ask } = await matrixArea({ r: { b: "PASS", "a/2": "PASS", "a/1": "FAIL", a: "FAIL" } });
    expect(table(await ask())).toEqual(["runs: r", "a-2: FAIL", "  1: FAIL", "  2: PASS", "b: PASS"]);
  });

  it.each([
    ["+testname", "a b b/1 b/2 c"],
    ["-testname", "c b b/2 b/1 a"],
    ["+event_time", "b b/2 b/1 c a"],
    ["-event_time", "a c b b/1 b/2"],
    ["+statestatus", "c b b/2 b/1 a"],
    ["-statestatus", "a b b/1 b/2 c"],
  ])("06-10: %s: %s", async (sort, expected) => {
    const runs = {
      // The newest run that has the test counts: of a and c that is the second.
      first: { a: { verdict: "ABORT", start: 1 }, c: { verdict: "PASS", start: 999 } },
      second: {
        a: { verdict: "PASS", start: 90 },
        b: { verdict: "WARN", start: 10 },
        "b/1": { verdict: "PASS", start: 12 },
        "b/2": { verdict: "WARN", start: 11 },
        c: { verdict: "FAIL", start: 20 },
      },
    };
    const { ask } = await matrixArea(runs);
    const row = ({ n, i }: { n: string; i: string }) => (i === "" ? n : `${n}/${i}`);
    expect((await ask({ sort })).rowHead.map(row).join(" ")).toBe(expected);
    const { ask: askFirst } = await matrixArea(runs, { testsort: sort });
    expect((await askFirst()).rowHead.map(row).join(" ")).toBe(expected);
  });

  it.each([
    ["failures", "c a b"],
    ["duration", "b c a"],
    ["flaky", "a c b"],
  ])("%s: %s", async (sort, expected) => {
    const of = (status: string, duration: number) => ({ verdict: status, duration });
    const { ask } = await matrixArea({
      r1: { a: of("FAIL", 9), b: of("PASS", 9), c: of("FAIL", 9) },
      r2: { a: of("PASS", 9), b: of("PASS", 9), c: of("FAIL", 9) },
      r3: { a: of("FAIL", 9), b: of("PASS", 9), c: of("FAIL", 9) },
      r4: { a: of("PASS", 1), b: of("PASS", 3), c: of("PASS", 2) },
    });
    expect(names(table(await ask({ sort }))).join(" ")).toBe(expected);
  });

  it("group=target keeps targets together", async () => {
    const { ask } = await matrixArea({ "x/1/a": { t: "PASS" }, "x/2/b": { t: "PASS" }, "x/1/c": { t: "PASS" } });
    expect(table(await ask())[0]).toBe("runs: c b a");
    expect(table(await ask({ group: "target" }))[0]).toBe("runs: c a b");
  });

  it("06-18: a run whose tests are all filtered out is absent, and present with empty=show", async () => {
    const { ask } = await matrixArea({ r1: { a: "PASS" }, r2: { b: "FAIL" }, r3: {} });
    expect(table(await ask({ test: "b" }))).toEqual(["runs: r2", "b: FAIL"]);
    expect(table(await ask({ test: "b", empty: "show" }))).toEqual(["runs: r3 r2 r1", "b: - FAIL -"]);
  });

  it.each([
    ["failing", "b"],
    ["changed", "a b"],
    ["running", "c"],
    ["", "a b c d"],
  ])("only=%s: %s", async (only, expected) => {
    const { ask } = await matrixArea({ r1: { a: "FAIL", b: "PASS", c: "RUNNING/n/a" }, r2: { a: "PASS", b: "FAIL", d: "PASS" } });
    expect(names(table(await ask({ only }))).join(" ")).toBe(expected);
  });
});

describe("06 § 18.2: filters", () => {
  const runs = {
    r1: { a: "FAIL", b: "PASS", c: "RUNNING/FAIL" },
    r2: { a: { verdict: "PASS", host: "bx12", comment: "disk full", duration: 700 }, b: "RUNNING/n/a", "slow/1": "FAIL", slow: "FAIL" },
  };

  it.each([
    [{ state: "RUNNING", mode: "show" }, ["runs: r2 r1", "b: RUNNING/n/a -", "c: - RUNNING/FAIL"]],
    [{ state: "RUNNING", status: "FAIL", mode: "show", test: "~slow" }, ["runs: r2 r1", "a: - FAIL", "b: RUNNING/n/a -", "c: - RUNNING/FAIL"]],
    [{ state: "RUNNING", status: "FAIL" }, ["runs: r2 r1", "a: PASS -", "b: - PASS"]],
    [{ status: "FAIL", mode: "show", run: "r1" }, ["runs: r1", "a: FAIL", "c: RUNNING/FAIL"]],
  ])("06-11: %j", async (params, expected) => {
    const { ask } = await matrixArea(runs);
    expect(table(await ask(params))).toEqual(expected);
  });

  it("06-12: test=~slow% shows no test whose name begins with slow", async () => {
    const { ask } = await matrixArea(runs);
    expect(names(table(await ask({ test: "~slow%" })))).toEqual(["a", "b", "c"]);
  });

  it.each([
    ["disk", "a"],
    ["host:bx12", "a"],
    ["dur>600", "a"],
    ["status:FAIL slow", "slow-1 1"],
    ["state:RUNNING", "b c"],
    ["comment:full run:r1", ""],
    ["item:1", "slow-1 1"],
    ["run:r1 state:running", "c"],
  ])("q=%s: %s", async (q, expected) => {
    const { ask } = await matrixArea(runs);
    expect(names(table(await ask({ q }))).join(" ")).toBe(expected);
  });

  it("by tags", async () => {
    const { ask, execute } = await matrixArea(runs);
    execute("INSERT INTO test_meta (testname, tags) VALUES ('a', 'quick,net'), ('b', 'slow')");
    expect(names(table(await ask({ tag: "qu%" })))).toEqual(["a"]);
  });

  it("by the start of the run", async () => {
    const { ask } = await matrixArea(runs);
    expect(table(await ask({ since: dayOf(1) }))[0]).toBe("runs: r2");
    expect(table(await ask({ until: dayOf(0) }))[0]).toBe("runs: r1");
  });

  it("what means nothing is named, and left out", async () => {
    const { ask } = await matrixArea(runs);
    const { rows, notices } = await ask({ since: "soon", sort: "size" });
    expect(rows).toBe(5);
    expect(notices).toHaveLength(2);
  });
});

describe("06 § 22.2: collapsed tests", () => {
  const items = Object.fromEntries(Array.from({ length: 39 }, (_, at) => [`t/i${at}`, at < 37 ? "PASS" : "FAIL"]));

  it("06-15: show the top-level record and the sums of their items", async () => {
    const { ask } = await matrixArea({ r1: { t: "FAIL", ...items, z: "PASS" } });
    expect(names(table(await ask({ collapse: "all" })))).toEqual(["t+39", "z"]);
    const { sums, combos } = await ask({ collapse: "all" });
    const [sum] = sums[0] ?? [];
    const counted = sum === 0 || sum === undefined ? [] : [0, 2].map((at) => `${combos[(sum[at] ?? 0) - 1]?.[1]} ${sum[at + 1]}`);
    expect(counted).toEqual(["PASS 37", "FAIL 2"]);
    expect(names(table(await ask({ collapse: "all,t" })))).toHaveLength(41);
    expect(names(table(await ask({ collapse: "t" })))).toEqual(["t+39", "z"]);
  });

  it("are collapsed at first only when there are more than 300 rows", async () => {
    const many = Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`t/i${at}`, "PASS"]));
    const { ask, execute } = await matrixArea({ r1: { t: "PASS", ...many } });
    expect((await ask()).rows).toBe(1);
    execute("DELETE FROM tests WHERE item_path = 'i7'");
    expect((await ask()).rows).toBe(300);
  });

  it("without a top-level record show what their items add up to", async () => {
    const { ask } = await matrixArea({ r1: { "t/1": "PASS", "t/2": "FAIL" } });
    expect(table(await ask())).toEqual(["runs: r1", "t-2: *FAIL", "  1: PASS", "  2: FAIL"]);
  });
});

describe("06 § 22.4: windows", () => {
  const runs = Object.fromEntries(
    Array.from({ length: 5 }, (_, run) => [
      `r${run}`,
      Object.fromEntries(Array.from({ length: 30 }, (_, test) => [`t${String(test).padStart(2, "0")}`, `S${run}.${test}`])),
    ]),
  );

  it("are parts of the whole", async () => {
    const { ask } = await matrixArea(runs);
    await ask();
    const window = await ask({ r0: 10, rn: 2, c0: 1, cn: 3 });
    expect([window.rows, window.cols, window.tests]).toEqual([30, 5, 150]);
    expect(table(window)).toEqual(["runs: r3 r2 r1", "t10: S3.10 S2.10 S1.10", "t11: S3.11 S2.11 S1.11"]);
    expect(table(await ask({ row: "t28", rn: 5, cn: 1 }))).toEqual(["runs: r4", "t28: S4.28", "t29: S4.29"]);
    expect(table(await ask({ rn: 0, cn: 0 }))).toEqual(["runs: "]);
    expect((await ask({ r0: 5000 })).rowHead).toHaveLength(1);
  });

  it("keep their revision while rows and columns are the same, and show new verdicts at once", async () => {
    const { ask, execute } = await matrixArea(runs);
    const { rev } = await ask();
    execute("UPDATE tests SET status = 'FAIL' WHERE run_id = 5 AND testname = 't00'");
    const changed = await ask({ rn: 1, cn: 1 });
    expect(table(changed)).toEqual(["runs: r4", "t00: FAIL"]);
    expect(changed.rev).toBe(rev);
    execute(insertTest(5, 9999, "t00/item", "PASS"));
    expect((await ask()).rev).not.toBe(rev);
  });

  it("of filtered verdicts change their rows with the verdicts", async () => {
    const { ask, execute } = await matrixArea(runs);
    expect((await ask({ status: "FAIL", mode: "show" })).rows).toBe(0);
    execute("UPDATE tests SET status = 'FAIL' WHERE run_id = 5 AND testname = 't00'");
    expect(table(await ask({ status: "FAIL", mode: "show" }))).toEqual(["runs: r4", "t00: FAIL"]);
  });

  it("06-25: lose a run that is removed", async () => {
    const { ask, execute } = await matrixArea(runs);
    expect((await ask()).cols).toBe(5);
    execute("UPDATE runs SET state = 'deleted' WHERE id = 5");
    expect(table(await ask({ rn: 0 }))[0]).toBe("runs: r3 r2 r1 r0");
    execute("DELETE FROM runs WHERE id = 1");
    expect(table(await ask({ rn: 0 }))[0]).toBe("runs: r3 r2 r1");
  });

  it("with durations, the ones before, starts and measured values", async () => {
    const { ask, execute } = await matrixArea({
      r1: { t: { verdict: "PASS", duration: 5 } },
      r2: { t: { verdict: "PASS", duration: 7, start: 1234 }, u: "PASS" },
    });
    execute("INSERT INTO test_data (test_id, category, variable, value) VALUES (2000, 'power', 'peak', 1.5), (2000, 'power', 'low', 0.5)");
    const numbers = (text: string | undefined) => [...new Int32Array(new Uint8Array(Buffer.from(text ?? "", "base64")).buffer)];
    const delta = await ask({ cell: "delta" });
    expect(numbers(delta.durations)).toEqual([7, 5, 1, -1]);
    expect(numbers(delta.before)).toEqual([5, -1, -1, -1]);
    expect(numbers((await ask({ cell: "age" })).times)[0]).toBe(1234);
    expect((await ask({ cell: "data:power/peak" })).values).toEqual(["1.5", "", "", ""]);
  });

  it("refuse what is too much or no number", async () => {
    const { ask } = await matrixArea({});
    await expect(ask({ rn: 2000, cn: 100 })).rejects.toThrow("at most 60000 cells");
    await expect(ask({ r0: "x" })).rejects.toThrow("r0");
    expect(await ask()).toMatchObject({ rows: 0, cols: 0, rowHead: [] });
  });
});
