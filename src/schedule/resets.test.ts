import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FakeArea } from "../../tests/kit/fake-area.js";
import { applyAutoRerun, resetTests } from "./resets.js";

let area: FakeArea;
beforeEach(() => {
  area = new FakeArea();
});
afterEach(() => area.remove());

/** One test for each verdict, named after it; gives those that a reset changes. */
async function resetOf(verdicts: readonly string[], which: "clean" | "all"): Promise<string[]> {
  for (const verdict of verdicts) area.addTest(1, verdict.replace("/", "-"), { ...verdictOf(verdict), comment: "old" });
  const changed = await resetTests(area.services.area, area.services.records, 1, which);
  for (const { after } of changed) expect(after).toMatchObject({ state: "NOT_STARTED", status: "n/a", comment: "" });
  return changed.map(({ before }) => `${before.state}/${before.status}`);
}

function verdictOf(text: string) {
  const slash = text.indexOf("/");
  return { state: text.slice(0, slash), status: text.slice(slash + 1) };
}

describe("02 § 14.3: what -rerun-clean and -rerun-all set back", () => {
  const failed = ["FAIL", "INCOMPLETE", "ABORT", "CHECK", "DEAD", "PREQ_FAIL", "PREQ_DISCARDED", "STUCK/DEAD"].map((status) => `COMPLETED/${status}`);
  const unfinished = ["KILLREQ/n/a", "KILLED/KILLED", "UNKNOWN/n/a", "INCOMPLETE/KILLED", "STUCK/n/a", "NOT_STARTED/PREQ_FAIL"];
  const good = ["COMPLETED/PASS", "COMPLETED/WARN", "COMPLETED/WAIVED", "COMPLETED/SKIP"];
  const live = ["RUNNING/FAIL", "LAUNCHED/n/a", "REMOTEHOSTSTART/n/a"];

  it("02-39: -rerun-clean: what failed or did not end, not what passed or is live", async () => {
    expect(await resetOf([...failed, ...unfinished, ...good, ...live], "clean")).toEqual([...failed, ...unfinished]);
    expect(area.messages).toEqual(["WARNING: RUNNING-FAIL is RUNNING: not resetting it"]);
  });

  it("-rerun-all: everything but what is live", async () => {
    expect(await resetOf([...failed, ...good, ...live], "all")).toEqual([...failed, ...good]);
  });

  it("by the states and statuses of [validvalues]", async () => {
    area.config.set("validvalues", "cleanrerun-states", "KILLED", "");
    area.config.set("validvalues", "cleanrerun-statuses", "WARN, SKIP", "");
    expect(await resetOf([...failed, ...unfinished, ...good], "clean")).toEqual(["KILLED/KILLED", "COMPLETED/WARN", "COMPLETED/SKIP"]);
  });

  it("02-56: nothing of a locked run", async () => {
    const { records } = area.services;
    const run = await records.run(1);
    records.run = async () => run && { ...run, state: "locked" };
    expect(await resetOf(failed, "clean")).toEqual([]);
    expect(await resetOf(failed, "all")).toEqual([]);
    expect(area.tests.every(({ comment, state }) => comment === "old" && state === "COMPLETED")).toBe(true);
    expect(area.messages[0]).toBe("WARNING: x/1/r1 is locked: not resetting its tests");
  });
});

describe("02-44: allow-auto-rerun", () => {
  const apply = async (setting: string) => {
    area.config.set("setup", "allow-auto-rerun", setting, "");
    for (const name of ["a/1", "a/2", "other"]) area.addTest(1, name, { state: "COMPLETED", status: name === "a/2" ? "FAIL" : "ABORT" });
    await applyAutoRerun(area.services.area, area.services.records, 1, ["a"]);
    return area.tests.map(({ state, status }) => `${state}/${status}`);
  };

  it.each([
    ["COMPLETED/ABORT", ["NOT_STARTED/ABORT", "COMPLETED/FAIL", "COMPLETED/ABORT"]],
    ["KILLED/KILLED  COMPLETED/FAIL COMPLETED/ABORT", ["NOT_STARTED/ABORT", "NOT_STARTED/FAIL", "COMPLETED/ABORT"]],
    ["COMPLETED", ["NOT_STARTED/n/a", "NOT_STARTED/n/a", "COMPLETED/ABORT"]],
    ["COMPLETED/abort", ["COMPLETED/ABORT", "COMPLETED/FAIL", "COMPLETED/ABORT"]],
    ["", ["COMPLETED/ABORT", "COMPLETED/FAIL", "COMPLETED/ABORT"]],
  ])("%s: of the named tests only, the status stays", async (setting, verdicts) => {
    expect(await apply(setting)).toEqual(verdicts);
  });
});
