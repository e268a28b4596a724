import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FakeArea } from "../../tests/kit/fake-area.js";
import { parseTestData } from "./test-data.js";
import { rollUpTestData, writeVerdict } from "./verdict.js";

let area: FakeArea;
beforeEach(() => {
  area = new FakeArea();
});
afterEach(() => area.remove());

const verdict = ({ state, status }: { readonly state: string; readonly status: string }) => `${state}/${status}`;

describe("status by test data", () => {
  const passing = "c,a,5,4,1";
  const failing = "c,b,9,4,1";

  it.each([
    ["AUTO", [passing], "COMPLETED/PASS"],
    ["AUTO", [passing, failing], "COMPLETED/FAIL"],
    ["AUTO", [], "COMPLETED/AUTO"],
    ["AUTO-WARN", [passing], "COMPLETED/WARN"],
    ["AUTO-WARN", [passing, failing], "COMPLETED/FAIL"],
    ["AUTO-WARN", [], "COMPLETED/WARN"],
    ["PASS", [failing], "COMPLETED/PASS"],
  ])("%s with %j gives %s", async (status, lines, expected) => {
    const { id } = area.addTest(1, "t");
    await area.services.records.addData(id, parseTestData(lines.join("\n")));
    const [change] = await writeVerdict(area.services, id, { state: "COMPLETED", status });
    expect(verdict(area.test("t"))).toBe(expected);
    expect(change && verdict(change.before)).toBe("RUNNING/n/a");
    expect(change && verdict(change.after)).toBe(expected);
  });

  it("03-46: one failed row makes the test FAIL", async () => {
    const { id } = area.addTest(1, "t");
    await area.services.records.addData(id, parseTestData(`${passing}\n${failing}`));
    const changes = await rollUpTestData(area.services, id);
    expect(area.test("t")).toMatchObject({ status: "FAIL", fail_count: 1, pass_count: 1 });
    expect(changes.map(({ after }) => verdict(after))).toEqual(["RUNNING/FAIL"]);
  });
});

describe("conditional writes", () => {
  it("change nothing and say so when the state is another", async () => {
    const { id } = area.addTest(1, "t", { state: "COMPLETED", status: "CHECK" });
    expect(await writeVerdict(area.services, id, { state: "COMPLETED", status: "FAIL" }, { ifState: ["RUNNING"] })).toEqual([]);
    expect(verdict(area.test("t"))).toBe("COMPLETED/CHECK");
  });

  it("report the top-level record with the item's", async () => {
    area.addTest(1, "t", { state: "NOT_STARTED" });
    const { id } = area.addTest(1, "t/1");
    const changes = await writeVerdict(area.services, id, { state: "COMPLETED", status: "PASS" });
    expect(changes.map(({ after }) => [after.item_path, verdict(after)])).toEqual([
      ["1", "COMPLETED/PASS"],
      ["", "COMPLETED/PASS"],
    ]);
  });
});
