import { describe, expect, it } from "vitest";
import { definitions, type TestText } from "../../tests/kit/definitions.js";
import { fullName } from "../model/index.js";
import { planRun } from "../plan/index.js";
import { prerequisitesOf } from "./unmet.js";

/** What stands in the way of a test, as `standing: test verdict standing, …`. */
function look(texts: Readonly<Record<string, TestText>>, verdicts: Readonly<Record<string, string>>, name: string, hasRunner = true) {
  const records = Object.entries(verdicts).map(([full, verdict], index) => {
    const [state = "", status = ""] = verdict.split(/\/(.*)/s);
    return { id: index + 1, ...named(full), state, status };
  });
  const found = prerequisitesOf(planRun(definitions(texts), { patterns: "%" }), records, hasRunner)(named(name));
  const unmet = found?.unmet.map(
    (test) => `${fullName(test)} ${test.verdict ? `${test.verdict.state}/${test.verdict.status}` : "none"} ${test.standing}`,
  );
  return `${found?.standing}: ${unmet?.join(", ")}`;
}

function named(full: string) {
  const [testname = "", item_path = ""] = full.split(/\/(.*)/s);
  return { testname, item_path };
}

const waits: Readonly<Record<string, TestText>> = {
  build: { items: ["a", "b"] },
  unit: { waiton: "build", mode: "itemwait", items: ["a", "b"] },
  report: { waiton: "build" },
  page: { waiton: "build", mode: "toplevel" },
};
const verdicts = {
  build: "RUNNING/n/a",
  "build/a": "COMPLETED/FAIL",
  "build/b": "RUNNING/n/a",
  unit: "NOT_STARTED/n/a",
  "unit/a": "NOT_STARTED/n/a",
  "unit/b": "NOT_STARTED/n/a",
  report: "NOT_STARTED/n/a",
  page: "NOT_STARTED/n/a",
};

describe("what a test waits for", () => {
  it("06-43: a failed item is named with its status", () => {
    expect(look(waits, verdicts, "unit/a")).toBe("failed: build/a COMPLETED/FAIL failed");
    expect(look(waits, { ...verdicts, "unit/a": "COMPLETED/PREQ_FAIL" }, "unit/a")).toBe("failed: build/a COMPLETED/FAIL failed");
  });

  it("06 § 31.2: an item waits for its counterpart, a test for all items of another", () => {
    expect(look(waits, verdicts, "unit/b")).toBe("pending: build/b RUNNING/n/a pending");
    expect(look(waits, verdicts, "report")).toBe("failed: build/a COMPLETED/FAIL failed, build/b RUNNING/n/a pending");
    expect(look(waits, verdicts, "page")).toBe("pending: build/b RUNNING/n/a pending");
  });

  it("06 § 31.2: who has nothing in the way waits for nothing", () => {
    const good = { ...verdicts, build: "COMPLETED/PASS", "build/a": "COMPLETED/PASS", "build/b": "COMPLETED/WARN" };
    for (const name of ["unit/a", "report", "page"]) expect(look(waits, good, name)).toBe("satisfied: ");
  });

  it("06 § 31.2: without a runner what was not started will not be", () => {
    const texts: Readonly<Record<string, TestText>> = { first: {}, later: { waiton: "first" } };
    const records = { first: "NOT_STARTED/n/a", later: "NOT_STARTED/n/a" };
    expect(look(texts, records, "later")).toBe("pending: first NOT_STARTED/n/a pending");
    expect(look(texts, { later: "NOT_STARTED/n/a" }, "later", false)).toBe("discarded: first none discarded");
    expect(look(texts, { first: "NOT_STARTED/ZERO_ITEMS", later: "NOT_STARTED/n/a" }, "later")).toBe(
      "discarded: first NOT_STARTED/ZERO_ITEMS discarded",
    );
  });

  it("06 § 31.2: the items of a late list are those that are recorded", () => {
    const texts: Readonly<Record<string, TestText>> = { made: { items: "late" }, use: { waiton: "made", mode: "itemwait", items: ["x"] } };
    const records = { made: "RUNNING/n/a", "made/x": "COMPLETED/ABORT", "made/y": "RUNNING/n/a", use: "NOT_STARTED/n/a", "use/x": "NOT_STARTED/n/a" };
    expect(look(texts, records, "use/x")).toBe("failed: made/x COMPLETED/ABORT failed");
  });

  it("06 § 31.2: a test that is not in the plan is not judged", () => {
    expect(look(waits, verdicts, "gone")).toBe("undefined: undefined");
  });
});
