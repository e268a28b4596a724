import { describe, expect, it } from "vitest";
import { aRun, aStep, aTest, collected, readableRecords, type Stored } from "../../tests/kit/records.js";
import { parseFields } from "./fields.js";
import { type ListRunsOptions, listRuns } from "./list-runs.js";

const keys = ["SYS", "RELEASE"];

function list(stored: Stored, options: Partial<ListRunsOptions> & { spec?: string } = {}): Promise<string> {
  const { spec, ...rest } = options;
  const layout = {
    keys,
    fields: parseFields(spec, keys),
    show: (text: string) => text,
    format: "text",
    selector: {},
    shownId: (id: number) => id,
  } as const;
  return collected(listRuns(readableRecords(stored), stored.runs ?? [], { ...layout, ...rest }));
}

describe("-list-runs as text", () => {
  const stored: Stored = {
    runs: [aRun({ comment: "night shift" })],
    tests: [
      aTest({ id: 1, testname: "bad", status: "FAIL", run_duration: 12345, cpuload: -1, rundir: "/lt/bad" }),
      aTest({ id: 2, testname: "good" }),
      aTest({ id: 3, testname: "mixed", item_path: "2", status: "WARN", host: "n/a" }),
      aTest({ id: 4, testname: "new", state: "NOT_STARTED", status: "n/a" }),
    ],
    steps: [aStep({ test_id: 1 }), aStep({ test_id: 1, id: 2, state: "end", status: "1" }), aStep({ test_id: 2, id: 3 })],
  };

  it("05-23, 05-24: names descending, details and steps only for what needs a look", async () => {
    expect(await list(stored)).toBe(
      [
        "Run: x/1/r1 SYS: x RELEASE: 1 id: 1 runname: r1 state: new status: n/a owner: ann event_time: 1700000000 comment: night shift fail_count: #f pass_count: #f ",
        "  Test: new                       State: NOT_STARTED     Status: n/a             Runtime:     3s Time: 1700000010             Host: alpha     ",
        "  Test: mixed(2)                  State: COMPLETED       Status: WARN            Runtime:     3s Time: 1700000010             Host: n/a       ",
        "  Test: good                      State: COMPLETED       Status: PASS            Runtime:     3s Time: 1700000010             Host: alpha     ",
        "  Test: bad                       State: COMPLETED       Status: FAIL            Runtime: 12345s Time: 1700000010             Host: alpha     ",
        "         cpuload:  -1.0",
        "         diskfree: 1000",
        "         uname:    Linux",
        "         rundir:   /lt/bad",
        "    Step: s                    State: start      Status: n/a        Time 1700000011            ",
        "    Step: s                    State: end        Status: 1          Time 1700000011            ",
        "",
      ].join("\n"),
    );
  });

  it("pads names to 25 but does not cut them", async () => {
    const tests = [aTest({ testname: "a".repeat(20), item_path: "b".repeat(10) })];
    expect(await list({ runs: [aRun()], tests })).toContain(`  Test: ${"a".repeat(20)}(${"b".repeat(10)}) State:`);
  });

  it("shows only what is asked for", async () => {
    expect(await list(stored, { spec: "runs" })).toBe("Run: x/1/r1 id: 1 \n");
    expect(await list(stored, { spec: "runs:owner,nosuch,SYS,fail_count" })).toBe("Run: x/1/r1 owner: ann nosuch:  SYS: x fail_count: 0 \n");
    expect(await list(stored, { spec: "runs:runname,target" })).toBe("runname: r1 target: x/1 \n");
  });

  it("has a short layout without state, status or event_time", async () => {
    const fields = "tests:testname,item_path,state,host,run_duration,uname";
    expect(await list(stored, { spec: `runs:target+${fields}` })).toBe(
      [
        "target: x/1 ",
        "  Test: new State: NOT_STARTED Runtime: 3 Host: alpha",
        "  Test: mixed(2) State: COMPLETED Runtime: 3 Host: n/a",
        "  Test: good State: COMPLETED Runtime: 3 Host: alpha",
        "  Test: bad State: COMPLETED Runtime: 12345 Host: alpha",
        "         uname:    Linux",
        "    Step: s                    State: start      Status: n/a        Time 1700000011            ",
        "    Step: s                    State: end        Status: 1          Time 1700000011            ",
        "",
      ].join("\n"),
    );
    expect(await list({ runs: [aRun()], tests: [aTest({ item_path: "i" })] }, { spec: "tests:status" })).toContain("  Test:  Status: PASS\n");
  });

  it("shows texts as the terminal wants them, before they are padded", async () => {
    const show = (shown: string) => shown.replaceAll("!", "(bang)");
    const text = await list({ runs: [aRun({ comment: "!" })], tests: [aTest({ testname: "t!" })] }, { show });
    expect(text).toContain("comment: (bang) ");
    expect(text).toContain(`Test: ${"t(bang)".padEnd(25)} State`);
  });

  it("prints nothing when nothing matches", async () => {
    expect(await list({})).toBe("");
  });
});

describe("-list-runs -sort", () => {
  const tests = [
    aTest({ id: 1, testname: "a", run_duration: 100, host: "ä" }),
    aTest({ id: 2, testname: "b", run_duration: 20, host: "z" }),
    aTest({ id: 3, testname: "c", run_duration: 3, host: "\u{1F389}" }),
    aTest({ id: 4, testname: "d", run_duration: 3, host: "\uFF5E" }),
  ];
  it.each([
    ["run_duration", "d c b a"],
    ["testname", "a b c d"],
    ["host", "b a d c"],
  ])("by %s", async (sort, names) => {
    const text = await list({ runs: [aRun()], tests }, { sort, spec: "tests:testname,host,run_duration" });
    expect([...text.matchAll(/Test: (\w)/g)].map((match) => match[1]).join(" ")).toBe(names);
  });

  it("needs a field that is shown", () => {
    expect(() => list({ runs: [aRun()] }, { sort: "host", spec: "tests:testname" })).toThrow("-sort: host is not among");
    expect(() => list({ runs: [aRun()] }, { sort: "nosuch" })).toThrow("-sort: nosuch is not among");
  });
});

describe("-list-runs -dumpmode json", () => {
  const stored: Stored = {
    runs: [aRun({ id: 1, runname: "r1" }), aRun({ id: 2, target: ["y", "2"] }), aRun({ id: 3, runname: 'r"2' })],
    tests: [1, 2, 3].map((id) => aTest({ id, run_id: 3, testname: `t${id}`, cpuload: -1, comment: "ü\n\udcfc" })),
  };

  it("05-25: only what is asked for; targets and runs in the order of the runs", async () => {
    expect(await list(stored, { format: "json", spec: "runs:runname" })).toBe(
      String.raw`{"x/1": {"r1": {"meta": {"runname": "r1"}}, "r\"2": {"meta": {"runname": "r\"2"}}}, "y/2": {"r1": {"meta": {"runname": "r1"}}}}`,
    );
  });

  it("keeps the type of test values and keys tests by id", async () => {
    const dump = await list(
      { ...stored, runs: stored.runs?.slice(2) ?? [] },
      { format: "json", spec: "runs:id+tests:testname,cpuload,diskfree,comment" },
    );
    const test = (id: number) => String.raw`"${id}": {"testname": "t${id}", "cpuload": -1.0, "diskfree": 1000, "comment": "ü\n\udcfc"}`;
    expect(dump).toBe(String.raw`{"x/1": {"r\"2": {"meta": {"id": "3"}, "data": {${test(3)}, ${test(2)}, ${test(1)}}}}}`);
  });

  it("is valid JSON with all fields, real counts and no data for a run without tests", async () => {
    const dump = JSON.parse(await list(stored, { format: "json" }));
    expect(dump["y/2"].r1).toEqual({ meta: expect.objectContaining({ SYS: "y", RELEASE: "2", id: "2", fail_count: "0" }) });
    expect(Object.keys(dump["x/1"]['r"2'].data)).toHaveLength(3);
    expect(Object.keys(dump["x/1"]['r"2'].data["1"])).toHaveLength(18);
  });

  it("05 § 6.2: is an empty object when nothing matches", async () => {
    expect(await list({}, { format: "json" })).toBe("{}");
  });
});

describe("-list-runs -dumpmode sexpr", () => {
  it("is the same tree as association lists", async () => {
    const stored = { runs: [aRun(), aRun({ id: 2, runname: "r2" })], tests: [aTest({ comment: 'a "b" \\' }), aTest({ id: 2, testname: "s" })] };
    expect(await list(stored, { format: "sexpr", spec: "runs:runname,owner+tests:id,comment,cpuload" })).toBe(
      String.raw`(("x/1"
  ("r1"
   ("meta" ("runname" . "r1") ("owner" . "ann"))
   ("data"
    ("1" ("id" . 1) ("comment" . "a \"b\" \\") ("cpuload" . 0.25))
    ("2" ("id" . 2) ("comment" . "") ("cpuload" . 0.25))))
  ("r2"
   ("meta" ("runname" . "r2") ("owner" . "ann")))))
`,
    );
  });

  it("is an empty list when nothing matches", async () => {
    expect(await list({}, { format: "sexpr" })).toBe("()\n");
  });
});

describe("parseFields", () => {
  it("05-26: names test fields that do not exist", () => {
    expect(() => parseFields("runs:runname,target+tests:testname,nosuch,neither", keys)).toThrow("Invalid test fields specified: nosuch, neither");
  });

  it("knows three parts", () => {
    expect(parseFields("tests+steps:id,stepname", keys)).toMatchObject({ runs: ["id"], isDefault: false });
    expect(() => parseFields("run:id", keys)).toThrow("Invalid part of -fields: run:id");
  });
});
