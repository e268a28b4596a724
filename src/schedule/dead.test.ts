import { afterEach, describe, expect, it, vi } from "vitest";
import { FakeArea } from "../../tests/kit/fake-area.js";
import { makeLog } from "../base/index.js";
import { testMarker } from "../execute/index.js";
import type { TestRecord } from "../model/index.js";
import type { ProcessIdentity, Records, VerdictChange } from "../store/index.js";
import { currentEnv, hostName, markerVariable, start, startTimeOf } from "../sys/index.js";
import { LiveTestCare, markDeadTests, recoverOrphans, recoveryText } from "./dead.js";

const toppath = "/area";

/** Records of one live test; `written` is what becomes of it. */
function recordsOf(state: string, owner: ProcessIdentity | undefined) {
  const test = { id: 7, run_id: 1, testname: "t", item_path: "i", state, status: "n/a" } as Partial<TestRecord> as TestRecord;
  const written: { change: VerdictChange; ifState: readonly string[] | undefined }[] = [];
  const records: Partial<Records> = {
    liveTests: async () => [{ test, owner }],
    setVerdict: async (_id, change, ifState) => {
      written.push({ change, ifState });
      return [{ before: test, after: { ...test, ...change } }];
    },
  };
  return { records: records as Records, written };
}

const gone: ProcessIdentity = { host: hostName(), pid: process.pid, started: startTimeOf(process.pid) + 1 };

describe("orphaned tests", () => {
  it.each([
    ["LAUNCHED", { state: "NOT_STARTED", status: "n/a" }],
    ["REMOTEHOSTSTART", { state: "INCOMPLETE", status: "KILLED", comment: "executor ended without a result" }],
    ["RUNNING", { state: "INCOMPLETE", status: "KILLED", comment: "executor ended without a result" }],
    ["KILLREQ", { state: "KILLED", status: "KILLED" }],
  ])("%s with an owner that is gone becomes %j", async (state, expected) => {
    const { records, written } = recordsOf(state, gone);
    const recovered = await recoverOrphans(records, toppath);
    expect(written).toEqual([{ change: expected, ifState: [state] }]);
    expect(recovered.map(recoveryText)).toEqual([`t/i was ${state} but its executor is gone: now ${expected.state}/${expected.status}`]);
  });

  it.each([
    ["an owner that lives", { host: hostName(), pid: process.pid, started: startTimeOf(process.pid) }],
    ["an owner on another host", { ...gone, host: "elsewhere" }],
    ["an owner that handed it to a batch system", { ...gone, pid: 0 }],
    ["no owner", undefined],
  ])("leaves a test with %s alone", async (_what, owner) => {
    const { records, written } = recordsOf("RUNNING", owner);
    expect(await recoverOrphans(records, toppath)).toEqual([]);
    expect(written).toEqual([]);
  });

  it("says nothing when somebody else was faster", async () => {
    const { records } = recordsOf("RUNNING", gone);
    records.setVerdict = async () => [];
    expect(await recoverOrphans(records, toppath)).toEqual([]);
  });

  it("ends what is left of a running test, then writes the record", async () => {
    const env = { ...currentEnv(), [markerVariable]: testMarker(toppath, 7) };
    const leftover = await start("sleep", ["100"], { env, cwd: "/", stdio: ["ignore", "ignore", "ignore"] });
    const { records, written } = recordsOf("RUNNING", gone);
    await recoverOrphans(records, toppath);
    expect(await leftover.ended).toEqual({ kind: "signal", signal: 15 });
    expect(written).toHaveLength(1);
  });
});

it("02-51: names the tests that it marks dead", async () => {
  const lines: string[] = [];
  const log = makeLog(
    (_level, line) => lines.push(line),
    () => true,
  );
  const dead = [{ id: 3 }, { id: 5 }] as Partial<TestRecord>[] as TestRecord[];
  const asked: unknown[] = [];
  const markDead = async (...args: unknown[]) => {
    asked.push(args);
    return args[1] === undefined ? dead : [];
  };
  const records = { markDead } as Partial<Records> as Records;
  expect(await markDeadTests(records, 7200, log)).toBe(dead);
  await markDeadTests(records, 7200, log, 9);
  expect(lines).toEqual(["WARNING: Marking test(s); 3, 5 as INCOMPLETE"]);
  expect(asked).toEqual([
    [7200, undefined],
    [7200, 9],
  ]);
});

describe("care of a run", () => {
  let area: FakeArea;
  afterEach(() => {
    vi.useRealTimers();
    area.remove();
  });

  it("02 § 17: looks for orphans each time, for the dead every 900 seconds", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    area = new FakeArea();
    const looks: string[] = [];
    const { records } = area.services;
    records.liveTests = async (runId) => {
      looks.push(`orphans of ${runId}`);
      return [];
    };
    records.markDead = async (_deadtime, runId) => {
      looks.push(`dead of ${runId}`);
      return [];
    };
    const care = new LiveTestCare(area.services);
    await care.lookAtAll();
    await care.lookAt(7);
    vi.setSystemTime(Date.now() + 900_000);
    await care.lookAt(7);
    await care.lookAt(7);
    expect(looks).toEqual(["orphans of undefined", "dead of undefined", "orphans of 7", "orphans of 7", "dead of 7", "orphans of 7"]);
  });
});
