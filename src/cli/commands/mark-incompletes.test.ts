import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { standardConfig, TestArea } from "../../../tests/kit/area.js";
import { calledWith } from "../../../tests/kit/context.js";
import { emptyRecords } from "../../../tests/kit/stored.js";
import type { ProcessIdentity, Records } from "../../store/index.js";
import { hostName, startTimeOf } from "../../sys/index.js";
import { markIncompletes } from "./mark-incompletes.js";

let area: TestArea;
let records: Records;
let remove: () => Promise<void>;
beforeEach(() => {
  area = new TestArea({ "megatest.config": standardConfig("[triggers]\n/DEAD touch @AREA@/fired-$MT_TEST_NAME; true\n") });
  ({ records, remove } = emptyRecords(area.path));
});
afterEach(async () => {
  await remove();
  area.remove();
});

const hour = 3600;

/** A test `name` or `name/item` of a run that has been in a state for some time; gives its id. */
async function liveTest(runname: string, name: string, state: string, age: number, run_duration = 0): Promise<number> {
  const runId = await records.registerRun({ target: ["x", "1"], runname, owner: "ann" });
  const [testname = "", item_path = ""] = name.split("/");
  const names =
    item_path === ""
      ? [{ testname, item_path }]
      : [
          { testname, item_path: "" },
          { testname, item_path },
        ];
  const test = (await records.registerTests(runId, names)).at(-1);
  const id = test?.id ?? 0;
  await records.setVerdict(id, { state, status: "n/a" });
  await records.setTestFields(id, { event_time: Math.floor(Date.now() / 1000) - age, run_duration });
  return id;
}

async function mark(): Promise<string> {
  const called = calledWith("-mark-incompletes", { cwd: area.path, records });
  expect(await markIncompletes(called.context)).toBe(0);
  return called.stdout();
}

async function verdict(id: number): Promise<string> {
  const test = await records.test(id);
  return `${test?.state}/${test?.status}`;
}

describe("-mark-incompletes", () => {
  it("02-51: RUNNING without a sign of life for deadtime is DEAD and rolled up, in all runs", async () => {
    const item = await liveTest("r1", "many/1", "RUNNING", 3 * hour, 10);
    const other = await liveTest("r2", "plain", "REMOTEHOSTSTART", 3 * hour);
    const busy = await liveTest("r2", "busy", "RUNNING", 3 * hour, 9000);
    expect(await mark()).toBe("Marked 2 test(s)\n");
    expect([await verdict(item), await verdict(other), await verdict(busy)]).toEqual(["COMPLETED/DEAD", "COMPLETED/DEAD", "RUNNING/n/a"]);
    const run = (await records.test(item))?.run_id ?? 0;
    expect(await records.findTest(run, { testname: "many", item_path: "" })).toMatchObject({ state: "COMPLETED", status: "DEAD" });
  });

  it("02-52: LAUNCHED for 25 hours is DEAD, plain tests too", async () => {
    const plain = await liveTest("r1", "plain", "LAUNCHED", 25 * hour);
    const item = await liveTest("r1", "many/1", "LAUNCHED", 25 * hour);
    const queued = await liveTest("r1", "queued", "LAUNCHED", 23 * hour);
    expect(await mark()).toBe("Marked 2 test(s)\n");
    expect([await verdict(plain), await verdict(item), await verdict(queued)]).toEqual(["COMPLETED/DEAD", "COMPLETED/DEAD", "LAUNCHED/n/a"]);
  });

  it("settles at once what an executor of this host has left behind", async () => {
    const gone: ProcessIdentity = { host: hostName(), pid: process.pid, started: startTimeOf(process.pid) + 1 };
    const id = await liveTest("r1", "plain", "RUNNING", 5);
    await records.setOwner(id, gone);
    expect(await mark()).toBe("Marked 1 test(s)\n");
    expect(await verdict(id)).toBe("INCOMPLETE/KILLED");
  });

  it("keeps to [setup] deadtime, fires triggers, and has nothing to do a second time", async () => {
    area.write({ "megatest.config": area.read("megatest.config").replace("[setup]", "[setup]\ndeadtime 60") });
    const id = await liveTest("r1", "plain", "RUNNING", 70);
    const young = await liveTest("r1", "young", "RUNNING", 50);
    expect(await mark()).toBe("Marked 1 test(s)\n");
    expect(await mark()).toBe("Marked 0 test(s)\n");
    expect([await verdict(id), await verdict(young)]).toEqual(["COMPLETED/DEAD", "RUNNING/n/a"]);
    await area.until(() => existsSync(join(area.path, "fired-plain")), "the trigger");
  });
});
