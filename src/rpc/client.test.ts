import { describe, expect, it } from "vitest";
import { Failure, makeLog, silentLog } from "../base/index.js";
import { RpcClient } from "./client.js";
import type { Connection } from "./connection.js";
import { NoServer } from "./finder.js";
import { procedures } from "./procedures.js";
import { remoteRecords } from "./remote-records.js";
import { jsonText, type RpcRequest } from "./wire.js";

type Answer = (request: RpcRequest) => unknown;

/** A client whose server answers as told, one answer for each request; and what they had to do with each other. */
function clientOf(...answers: Answer[]) {
  const requests: RpcRequest[] = [];
  const pauses: number[] = [];
  const lines: string[] = [];
  let finds = 0;
  const connect = (): Connection => {
    finds++;
    const connection = {
      wasUsed: false,
      async post(body: string) {
        const request = JSON.parse(body);
        requests.push(request);
        const answer = answers.shift() ?? fine;
        const text = jsonText(answer(request));
        connection.wasUsed = true;
        return text;
      },
      close() {},
    };
    return connection as unknown as Connection;
  };
  const log = makeLog(
    (_level, line) => lines.push(line),
    (level) => level <= 1,
  );
  const client = new RpcClient({ find: async () => connect(), log, sleep: async (ms) => pauses.push(ms) });
  return { client, connect, records: remoteRecords(client), requests, pauses, lines, finds: () => finds };
}

const fine: Answer = ({ calls }) => ({ replies: calls.map(() => ({ ok: true, res: 7 })) });
const refused =
  (err: string): Answer =>
  () => ({ ok: false, err, msg: `it is ${err}` });
const lost: Answer = () => {
  throw new Error("ECONNRESET");
};
const garbage: Answer = () => "<html>";
const task = { owner: "ann", target: "x/1", name: "r1", testpatt: "%", params: "host1 1" };

describe("calls", () => {
  it("that are asked for in one turn travel together, in order; what comes meanwhile goes with the next", async () => {
    const { records, requests } = clientOf();
    const first = Promise.all([records.liveInRun(1), records.addTask(task), records.liveInRun(2)]);
    expect(await first).toEqual([7, 7, 7]);
    await records.liveInRun(3);
    expect(requests.map(({ batch, calls }) => [batch, calls.map(({ id, cmd, params }) => [id, cmd, params[0]])])).toEqual([
      [
        0,
        [
          [0, "get-count-tests-running-for-run-id", 1],
          [1, "tasks-add", task],
          [2, "get-count-tests-running-for-run-id", 2],
        ],
      ],
      [1, [[0, "get-count-tests-running-for-run-id", 3]]],
    ]);
    expect(new Set(requests.map(({ client }) => client)).size).toBe(1);
  });

  it("that are asked for right after an answer are sent, too", async () => {
    const { records } = clientOf();
    for (let index = 0; index < 20; index++) await records.liveInRun(index);
    const twice = async (id: number) => {
      await records.liveInRun(id);
      return records.liveInRun(id);
    };
    expect(await Promise.all([twice(1), twice(2)])).toEqual([7, 7]);
  });

  it("that are many are spread over several requests", async () => {
    const { records, requests } = clientOf();
    await Promise.all(Array.from({ length: 2500 }, (_, id) => records.liveInRun(id)));
    expect(requests.map(({ calls }) => calls.length)).toEqual([1000, 1000, 500]);
  });

  it("leave out what is not given", async () => {
    const { records, requests } = clientOf();
    await Promise.all([records.liveInRun(1), records.markDead(5).catch(() => undefined), records.markDead(5, undefined).catch(() => undefined)]);
    expect(requests[0]?.calls.map(({ params }) => params)).toEqual([[1], [5], [5]]);
  });

  it("that fail at the server fail with its Failure; the others of the batch do not", async () => {
    const { records } = clientOf(() => ({
      replies: [
        { ok: false, err: "error", msg: "there is no test with id 5", reason: "not-found", exitCode: 1 },
        { ok: true, res: 3 },
        { ok: false, err: "error", msg: "internal error of the server" },
      ],
    }));
    const [step, count, bug] = await Promise.allSettled([
      records.recordStep(5, { stepname: "s", state: "end", status: "0" }),
      records.liveInRun(1),
      records.liveInRun(2),
    ]);
    expect(step).toEqual({ status: "rejected", reason: new Failure("not-found", "there is no test with id 5") });
    expect(count).toEqual({ status: "fulfilled", value: 3 });
    expect(bug).toEqual({ status: "rejected", reason: new Failure("server", "internal error of the server") });
  });

  it("are not believed when the answer is not what the call gives", async () => {
    const { client } = clientOf(() => ({ replies: [{ ok: true, res: "seven" }] }));
    await expect(client.call(procedures.liveInRun, [1])).rejects.toThrow("the answer to get-count-tests-running-for-run-id cannot be understood");
  });
});

describe("04 § 15: trouble", () => {
  it("04-23: an overloaded server is asked again after 11 s, then after 22 s, with the same request", async () => {
    const { records, requests, pauses, finds } = clientOf(refused("overloaded"), refused("overloaded"));
    expect(await records.addTask(task)).toBe(7);
    expect(pauses).toEqual([11_000, 22_000]);
    expect(finds()).toBe(3);
    expect(requests[1]).toEqual(requests[0]);
    expect(requests[2]).toEqual(requests[0]);
  });

  it.each([
    ["no answer", lost],
    ["an answer that is none of ours", garbage],
    ["too few answers", () => ({ replies: [] })],
  ])("%s: the same request is sent again, after a growing pause", async (_, answer) => {
    const { records, requests, pauses, lines } = clientOf(answer, answer, answer);
    expect(await records.addTask(task)).toBe(7);
    expect(new Set(requests.map((request) => JSON.stringify(request))).size).toBe(1);
    expect(pauses.map((ms, index) => Math.abs(ms - 500 * (index + 1)) <= 250 * (index + 1))).toEqual([true, true, true]);
    expect(lines.map((line) => line.split("\n")[0])).toEqual([1, 2, 3].map((n) => `WARNING: communication failed. Trying again, try num: ${n}`));
  });

  it("a server that has ended since the last call is no trouble", async () => {
    const { records, pauses, lines } = clientOf(fine, lost);
    await records.liveInRun(1);
    await records.liveInRun(2);
    expect([pauses, lines]).toEqual([[], ["INFO: (1) the connection to the server ended (ECONNRESET)"]]);
  });

  it("a server that is no longer the one is left for the next", async () => {
    const { records, finds, lines } = clientOf(refused("moved"), () => ({
      replies: [{ ok: false, err: "moved", msg: "moved on", reason: "moved" }],
    }));
    expect(await records.addTask(task)).toBe(7);
    expect(finds()).toBe(3);
    expect(lines).toEqual(["INFO: (1) it is moved: looking for the server anew", "INFO: (1) moved on: looking for the server anew"]);
  });

  it("after 15 tries it is given up; later calls are tried anew", async () => {
    const { records, requests } = clientOf(...Array.from({ length: 15 }, () => lost));
    await expect(records.addTask(task)).rejects.toThrow("15 tries to start/connect to server. Giving up.");
    expect(requests).toHaveLength(15);
    expect(await records.addTask(task)).toBe(7);
    expect(requests.at(-1)?.batch).toBe(1);
  });

  it("a request that is refused is not sent again", async () => {
    const { records, requests } = clientOf(refused("bad call"));
    await expect(Promise.all([records.addTask(task), records.liveInRun(1)])).rejects.toThrow("it is bad call");
    expect(requests).toHaveLength(1);
  });

  it("who never had a server does not wait for one 15 times; who had one does", async () => {
    let isUp = false;
    let asked = 0;
    const { connect } = clientOf(fine, lost);
    const find = async (): Promise<Connection> => {
      asked++;
      if (isUp) return connect();
      throw new NoServer("/area", "none has started");
    };
    const client = new RpcClient({ find, log: silentLog, sleep: async () => {} });
    await expect(client.call(procedures.liveInRun, [1])).rejects.toThrow("there is no server for /area: none has started; see /area/logs/server.log");
    expect(asked).toBe(1);
    isUp = true;
    await client.call(procedures.liveInRun, [2]);
    isUp = false;
    await expect(client.call(procedures.liveInRun, [3])).rejects.toThrow("15 tries");
    expect(asked).toBe(1 + 1 + 14);
  });
});
