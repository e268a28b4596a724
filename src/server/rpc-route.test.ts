import { describe, expect, it, onTestFinished } from "vitest";
import { describeRecords } from "../../tests/kit/conformance/index.js";
import { run } from "../../tests/kit/conformance/kit.js";
import { requestText, rpcServer } from "../../tests/kit/rpc-server.js";
import { temporaryArea } from "../../tests/kit/temporary-area.js";
import { Failure, makeLog } from "../base/index.js";
import type { LocalRecords } from "../store/index.js";

async function served(change: (records: LocalRecords) => LocalRecords = (records) => records) {
  const area = temporaryArea();
  const records = area.open();
  onTestFinished(() => records.close());
  const lines: string[] = [];
  const log = makeLog(
    (_level, line) => lines.push(line),
    () => true,
  );
  const server = await rpcServer(change(records), area.toppath, { log });
  return { ...server, area, records, lines };
}

describeRecords("04-24: records by a server", async () => (await served()).client());

describe("04 § 13: calls", () => {
  const task = JSON.stringify([{ owner: "o", target: "t", name: "n", testpatt: "%", params: "h 1" }]);
  const add = { cmd: "tasks-add", params: task };

  it("that come again, because the answer was lost, are done once, and answered the same", async () => {
    const { connection, area } = await served();
    const body = requestText("client", 3, [add, add]);
    const first = await connection().post(body);
    expect(await Promise.all([connection().post(body), connection().post(body)])).toEqual([first, first]);
    expect(area.query(area.place.liveFile, "SELECT id FROM tasks_queue")).toHaveLength(2);
  });

  it("end the server when its host is no longer the homehost", async () => {
    const moved = () => Promise.reject(new Failure("moved", "the homehost has moved"));
    const { connection, ended } = await served((records) => Object.assign(Object.create(records), { once: moved }));
    const text = await connection().post(requestText("c", 0, [add]));
    expect(JSON.parse(text).replies).toEqual([{ ok: false, err: "moved", msg: "the homehost has moved", reason: "moved", exitCode: 1 }]);
    expect(ended).toEqual(["the homehost has moved"]);
    expect(JSON.parse(await connection().post(requestText("c", 1, [add])))).toEqual({ ok: false, err: "moved", msg: "the homehost has moved" });
  });

  it("04 § 24.2: that register a run are refused in an area where none may run", async () => {
    const { client, context, records } = await served();
    const closed = new Failure("not-available", "runs are not allowed in this area");
    Object.assign(context, {
      requireRunsAllowed: () => {
        throw closed;
      },
    });
    await expect(client().registerRun(run)).rejects.toMatchObject({ reason: "not-available", message: closed.message, exitCode: 1 });
    expect(await records.runs({})).toEqual([]);
  });

  it("that end in a bug say so, and where to look; the log has the rest", async () => {
    const bug = () => Promise.reject(new TypeError("secret detail"));
    const { connection, lines } = await served((records) => Object.assign(Object.create(records), { once: bug }));
    const text = await connection().post(requestText("c", 0, [add]));
    expect(text).toContain("internal error of the server in tasks-add: see its log");
    expect(text).not.toContain("secret");
    expect(lines.join("")).toContain("secret detail");
  });

  it("are counted", async () => {
    const { client, context } = await served();
    const records = client();
    await records.registerRun(run);
    await Promise.all([records.liveInRun(1), records.liveInRun(1)]);
    expect(context.statistics.text()).toMatch(
      /^get-count-tests-running-for-run-id\tavg: \d+\.\d max: \d+\.\d min: \d+\.\d num: 2\nlogin\t.*num: 1\nregister-run\t.*num: 1\nTOTAL: 4 api calls since start\.$/,
    );
  });
});
