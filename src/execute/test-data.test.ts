import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FakeArea } from "../../tests/kit/fake-area.js";
import { datumOfOptions, loadStepData, parseTestData } from "./test-data.js";

const unset = { value: null, expected: null, tol: null, units: null, comment: "", status: null, type: null };

describe("lines of test data", () => {
  it.each([
    ["power,idle,   4.9,  5.0, 0.2, W, board at rest", { value: 4.9, expected: 5, tol: 0.2, units: "W", comment: "board at rest", status: "pass" }],
    ["power,peak,  11.2, 12,   <,   W", { value: 11.2, expected: 12, tol: "<", units: "W", status: "pass" }],
    ["boot,time,    31,   30,  <=,  s", { value: 31, expected: 30, tol: "<=", units: "s", status: "fail" }],
    ['boot,banner, seen,,,,"text only, no check"', { value: "seen", comment: "text only, no check" }],
    ["short,two", {}],
    ["a,b,8mA,8,1", { value: "8mA", expected: 8, tol: 1 }],
    ["a,b,-1.5e3,1,2,V,c,waived,kind,extra,extra", { value: -1500, expected: 1, tol: 2, units: "V", comment: "c", status: "waived", type: "kind" }],
    ['a,b,1,1,0,,"say ""hi"""', { value: 1, expected: 1, tol: 0, comment: 'say "hi"', status: "pass" }],
    ['a,b,5" disk', { value: '5" disk' }],
  ])("%s", (line, fields) => {
    const [category = "", variable = ""] = line.split(",");
    expect(parseTestData(line)).toEqual([{ ...unset, category, variable, ...fields }]);
  });

  it.each([
    ["c,v,5,4,1", "pass"],
    ["c,v,5.1,4,1", "fail"],
    ["c,v,5,5,<", "fail"],
    ["c,v,5,5,>=", "pass"],
  ])("03-43: %s is %s", (line, status) => {
    expect(parseTestData(line)[0]?.status).toBe(status);
  });

  it.each([
    ["03-44: an unknown tolerance", "c,v,5,4,~", "ERROR: bad tol comparator ~"],
    ["03-45: a status of its own", "c,v,99,1,0,,,waived", "waived"],
    ["a status n/a is none", "c,v,99,1,0,,,n/a", "fail"],
    ["a blank status is none", 'c,v,99,1,0,,," "', "fail"],
  ])("%s", (_, line, status) => {
    expect(parseTestData(line)[0]?.status).toBe(status);
  });

  it("empty lines are nothing, line ends may be CR LF", () => {
    expect(parseTestData("\r\na,b,1\r\n  \n\nc,d,2").map((datum) => [datum.variable, datum.value])).toEqual([
      ["b", 1],
      ["d", 2],
    ]);
  });

  it("a quote that is not closed is named with its line", () => {
    expect(() => parseTestData('a,b,1\nc,"d,2')).toThrow(/line 2 is no CSV/);
  });
});

describe("-set-values", () => {
  it.each([
    [{ value: "7" }, { category: "", variable: "", value: 7, expected: "n/a", tol: "n/a", units: "", status: null, type: "" }],
    [
      { value: "7", expected: "5", category: "c", variable: "v" },
      { category: "c", variable: "v", value: 7, expected: 5, status: "ERROR: bad tol comparator n/a" },
    ],
    [
      { value: "9", expected: "4", tol: "2", units: "W" },
      { value: 9, expected: 4, tol: 2, units: "W", status: "fail" },
    ],
  ])("%j", (options, fields) => {
    expect(datumOfOptions(options)).toMatchObject(fields);
  });

  it("makes no row without a value", () => {
    expect(datumOfOptions({ variable: "x", expected: "5" })).toBeUndefined();
  });
});

describe("03-48: the .dat file of a step", () => {
  let area: FakeArea;
  beforeEach(() => {
    area = new FakeArea();
  });
  afterEach(() => area.remove());

  async function load(text: string | undefined): Promise<string | undefined> {
    const { id, rundir } = area.addTest(1, "t");
    if (text !== undefined) area.write("links/x/1/r1/t/s1.dat", text);
    const { records, log } = area.services;
    return loadStepData({ records, log, payload: { testId: id }, rundir }, "s1");
  }

  it("gives a row for each value rule and one for the end, and the comment of the step", async () => {
    const rule =
      "operator in\nsection LogFileBody\ndesc Supply voltage\nstatus OK\nexpected 1.8\nmeasured 1.79\ntype +/-\ntolerance 0.05\npass 1\nfail 0\n";
    const comment = await load(`[rule-3]\n${rule}\n[final]\nexit-code 2\nexit-status WARN\nmessage warning: m\n`);
    expect(comment).toBe("WARN: warning: m");
    expect(area.data).toMatchObject([
      {
        category: "s1",
        variable: "rule-3",
        value: 1.79,
        expected: 1.8,
        tol: 0.05,
        units: "n/a",
        comment: "Supply voltage",
        status: "OK",
        type: "+/-",
      },
      { category: "s1", variable: "final", value: 2, expected: 0, tol: 0, units: "n/a", comment: "warning: m", status: "WARN", type: "logpro" },
    ]);
  });

  it.each([
    ["[final]\nexit-code 0\nexit-status PASS\n", "PASS"],
    ["[final]\nexit-code 1\nexit-status FAIL\n", "FAIL: no message"],
    ["[final]\nexit-status FAIL\nmessage one\nmessage two\n", "FAIL: two"],
    ["[rule-0]\nmeasured 1\n", undefined],
    [undefined, undefined],
  ])("%j gives the comment %j", async (text, comment) => {
    expect(await load(text)).toBe(comment);
  });

  it("a rule without texts has the defaults; its status is computed", async () => {
    await load("[rule-0]\nmeasured 0\n[rule-1]\nstatus FAIL\n");
    expect(area.data).toMatchObject([
      { value: 0, expected: 0, tol: 0, comment: "n/a", status: "pass", type: null },
      { value: "n/a", status: "FAIL" },
    ]);
  });

  it("an empty file asks for a newer logpro", async () => {
    expect(await load("")).toBeUndefined();
    expect(area.messages.join("\n")).toMatch(/logpro 1\.15/);
  });

  it("helpers in measured texts stay text", async () => {
    await load("[rule-0]\nmeasured #{getenv HOME}\n");
    expect(area.data[0]?.value).toBe("#{getenv HOME}");
  });
});
