import { connect } from "node:net";
import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { describe, expect, it, onTestFinished } from "vitest";
import { type RpcServer, requestText, rpcServer, token } from "../../tests/kit/rpc-server.js";
import { temporaryArea } from "../../tests/kit/temporary-area.js";
import { maximumBytes, procedures, sessionProcedures } from "../rpc/index.js";
import type { LocalRecords } from "../store/index.js";

async function served(limits?: { headersMs: number; requestMs: number }): Promise<RpcServer & { records: LocalRecords; contents: () => unknown }> {
  const area = temporaryArea();
  const records = area.open();
  onTestFinished(() => records.close());
  const runId = await records.registerRun({ target: ["x", "1"], runname: "r1", owner: "ann" });
  await records.registerTests(runId, [{ testname: "a", item_path: "" }]);
  const server = await rpcServer(records, area.toppath, limits && { limits });
  const tables = ["runs", "tests", "test_steps", "test_data", "tasks_queue", "access_log", "requests"];
  return { ...server, records, contents: () => tables.map((table) => area.query(area.place.liveFile, `SELECT * FROM ${table}`)) };
}

/** Sends bytes and gives what comes back until the connection ends, or its first answer when it does not. */
function exchange(port: number, bytes: string | Uint8Array, options: { readonly isPartial?: boolean } = {}): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    let received = "";
    socket.on("data", (part) => {
      received += part.toString("latin1");
      if (options.isPartial !== true && /^HTTP.*\r\n\r\n/s.test(received)) socket.end();
    });
    socket.on("error", () => {});
    socket.once("close", () => resolve(received));
    socket.write(bytes);
  });
}

const statusOf = (received: string) => Number(/^HTTP\/1.1 (\d+)/.exec(received)?.[1] ?? 0);

interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly host?: string | undefined;
  readonly authorization?: string | undefined;
  readonly body?: string;
  readonly more?: string;
}

function requestOf(port: number, sent: Sent): string {
  const { method = "POST", path = "/api", body = "", more = "" } = sent;
  const host = "host" in sent ? sent.host : `127.0.0.1:${port}`;
  const authorization = "authorization" in sent ? sent.authorization : `Bearer ${token}`;
  const headers = [host !== undefined && `Host: ${host}`, authorization !== undefined && `Authorization: ${authorization}`, more];
  const lines = headers.filter((line) => line !== false && line !== "");
  return `${method} ${path} HTTP/1.1\r\n${lines.join("\r\n")}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

const addTask = { cmd: "tasks-add", params: JSON.stringify([{ owner: "o", target: "t", name: "n", testpatt: "%", params: "h 1" }]) };
const write = requestText("client", 0, [addTask]);

describe("who may ask", () => {
  it.each([
    ["no token", { authorization: undefined }, 401],
    ["an empty token", { authorization: "Bearer " }, 401],
    ["a wrong token", { authorization: `Bearer ${"0".repeat(64)}` }, 401],
    ["a part of the token", { authorization: `Bearer ${token.slice(0, 63)}` }, 401],
    ["the token and more", { authorization: `Bearer ${token}0` }, 401],
    ["the token in another way", { authorization: `Basic ${token}` }, 401],
    ["no host", { host: undefined }, 400],
    ["another host", { host: "evil.example:80" }, 403],
    ["our name with another port", { host: "127.0.0.1:1" }, 403],
    ["our name without port", { host: "127.0.0.1" }, 403],
    ["another way", { method: "GET" }, 405],
    ["another way still", { method: "DELETE" }, 405],
    ["something else", { path: "/" }, 404],
    ["what begins with it", { path: "/api/" }, 404],
    ["a file", { path: "/../../../etc/passwd", method: "GET" }, 404],
    ["a file, hidden", { path: "/%2e%2e/%2e%2e/etc/passwd", method: "GET" }, 404],
    ["another server", { path: "http://evil.example/api" }, 404],
    ["too much", { more: `X: ${"x".repeat(20_000)}` }, 400],
  ] as const)("%s is refused", async (_, sent, status) => {
    const { port, contents } = await served();
    const before = contents();
    const received = await exchange(port, requestOf(port, { body: write, ...sent }));
    expect(statusOf(received)).toBe(status);
    expect(received).not.toMatch(/\bat .*:\d+:\d+|node_modules|\/src\//);
    expect(contents()).toEqual(before);
  });

  it.each([["127.0.0.1"], ["localhost"], ["LOCALHOST"], [hostname()], ["[::1]"]])("who calls us %s may", async (name) => {
    const { port } = await served();
    expect(statusOf(await exchange(port, requestOf(port, { host: `${name}:${port}`, body: write })))).toBe(200);
  });

  it("everybody may say hey, but only under one of our names", async () => {
    const { port } = await served();
    const hey = { method: "GET", path: "/hey", authorization: undefined };
    expect(await exchange(port, requestOf(port, hey))).toMatch(/^HTTP\/1.1 200 .*\r\n\r\nhey there!\n$/s);
    expect(statusOf(await exchange(port, requestOf(port, { ...hey, host: "evil.example" })))).toBe(403);
  });
});

describe("what is asked", () => {
  const nested = (depth: number) => `${"[".repeat(depth)}${"]".repeat(depth)}`;
  it.each([
    ["nothing", ""],
    ["half a JSON", write.slice(0, -3)],
    ["no object", "7"],
    ["null", "null"],
    ["no protocol", "{}"],
    ["another protocol", write.replace('"protocol":1', '"protocol":2')],
    ["a bad client", write.replace('"client":"client"', '"client":"../x"')],
    ["a bad batch", write.replace('"batch":0', '"batch":-1')],
    ["a huge batch", write.replace('"batch":0', '"batch":1e300')],
    ["no calls", write.replace(/"calls".*/, '"calls":7}')],
    ["deep nesting", nested(200_000)],
    ["deep nesting inside", write.replace('"params":', `"x":${nested(100_000)},"params":7,"y":`)],
  ])("%s is a bad call", async (_, body) => {
    const { port, contents } = await served();
    const before = contents();
    const received = await exchange(port, requestOf(port, { body }));
    expect(statusOf(received)).toBe(400);
    expect(received).toContain('"err":"bad call"');
    expect(contents()).toEqual(before);
  });

  it("another protocol is told from which version on it is spoken", async () => {
    const { port } = await served();
    const received = await exchange(port, requestOf(port, { body: write.replace('"protocol":1', '"protocol":"0.9"') }));
    expect(received).toContain('this server is megatest 1.6590-0000 and speaks protocol 1, not \\"0.9\\": use one version on all hosts');
  });

  it.each([
    ["an unknown call", "no-such-call", []],
    ["what is no call but a method", "registerRun", []],
    ["what all objects have", "__proto__", []],
    ["no arguments", "tasks-add", []],
    ["too many", "get-run-info", [1, 2]],
    ["another type", "get-run-info", ["1"]],
    ["a fraction for an id", "get-run-info", [1.5]],
    ["a number that is too large", "get-run-info", [1e300]],
    ["SQL for a name of a column", "set-test-fields", [1, { "state = 'X' --": 1 }]],
    ["an object for a text", "get-tests-for-run", [1, { testpatt: {} }]],
  ])("%s is a bad call, or does nothing; the others of the batch are done", async (_, cmd, params) => {
    const { port, contents } = await served();
    const before = contents();
    const body = requestText("client", 0, [
      { cmd, params: JSON.stringify(params) },
      { cmd: "ping", params: "[]" },
    ]);
    const { replies } = JSON.parse((await exchange(port, requestOf(port, { body }))).split("\r\n\r\n")[1] ?? "");
    if (cmd === "set-test-fields") expect(replies[0]).toEqual({ ok: true });
    else expect(replies[0]).toMatchObject({ ok: false, err: "bad call" });
    expect(replies[1]).toEqual({ ok: true, res: process.pid });
    const withoutRequests = (tables: unknown) => (tables as unknown[]).slice(0, -1);
    expect(withoutRequests(contents())).toEqual(withoutRequests(before));
  });

  it("a request that is too large is refused before it is read", async () => {
    const { port } = await served();
    const header = requestOf(port, {}).replace(/Content-Length: \d+/, `Content-Length: ${maximumBytes + 1}`);
    expect(statusOf(await exchange(port, header))).toBe(413);
  });
});

describe("fuzz: the server survives, says no, and changes nothing", () => {
  it("random bytes, and random text where a request belongs", async () => {
    const { port, contents } = await served({ headersMs: 300, requestMs: 300 });
    const before = contents();
    const bytes = fc.oneof(fc.uint8Array({ maxLength: 3000 }), fc.string({ unit: "binary" }).map(Buffer.from), fc.constantFrom(...malformed(port)));
    await fc.assert(
      fc.asyncProperty(bytes, async (sent) => {
        const status = statusOf(await exchange(port, Buffer.concat([sent, Buffer.from("\r\n\r\n")])));
        expect(status === 0 || (status >= 400 && status < 500)).toBe(true);
      }),
      { numRuns: 30 },
    );
    await expectAlive(port);
    expect(contents()).toEqual(before);
  }, 20_000);

  it("random JSON with the right token", async () => {
    const { port, contents } = await served();
    const before = contents();
    await fc.assert(
      fc.asyncProperty(fc.json({ maxDepth: 10 }), async (body) => {
        expect(statusOf(await exchange(port, requestOf(port, { body })))).toBe(400);
      }),
      { numRuns: 100 },
    );
    await expectAlive(port);
    expect(contents()).toEqual(before);
  });

  it("random arguments of every call", async () => {
    const { port, contents } = await served();
    const before = contents();
    const commands = [...Object.values(procedures), sessionProcedures.login].map(({ cmd }) => cmd).filter((cmd) => cmd !== "sync-inmem->db");
    // No run, test or task has an id below 0, and what registers something needs more than chance.
    const value = fc.oneof(fc.integer({ max: -1 }), fc.jsonValue({ maxDepth: 3 }));
    const call = fc.record({ cmd: fc.constantFrom(...commands), params: fc.array(value, { maxLength: 4 }).map((list) => JSON.stringify(list)) });
    await fc.assert(
      fc.asyncProperty(fc.array(call, { maxLength: 20 }), async (calls) => {
        const received = await exchange(port, requestOf(port, { body: requestText("fuzz", 0, calls) }));
        expect(statusOf(received)).toBe(200);
        expect(received).not.toContain("internal error");
      }),
      { numRuns: 60 },
    );
    await expectAlive(port);
    const withoutRequests = (tables: unknown) => (tables as unknown[]).slice(0, -1);
    expect(withoutRequests(contents())).toEqual(withoutRequests(before));
  });

  it("half requests, and requests that come drop by drop, are broken off", async () => {
    const { port, contents } = await served({ headersMs: 200, requestMs: 400 });
    const before = contents();
    const whole = requestOf(port, { body: write });
    const halves = [whole.slice(0, 10), whole.slice(0, 100), whole.slice(0, -5), "", "POST"].map((half) => exchange(port, half, { isPartial: true }));
    const slow = dropByDrop(port, requestOf(port, { body: write, authorization: undefined }));
    expect((await Promise.all(halves)).map((received) => [0, 400, 408].includes(statusOf(received)))).toEqual([true, true, true, true, true]);
    await slow;
    await expectAlive(port);
    expect(contents()).toEqual(before);
  }, 20_000);

  it("clients that go away in the middle of the answer", async () => {
    const { port } = await served();
    const body = requestText(
      "client",
      0,
      Array.from({ length: 200 }, () => ({ cmd: "get-tests-for-run", params: "[1,{}]" })),
    );
    await Promise.all(
      Array.from({ length: 20 }, () => {
        const socket = connect(port, "127.0.0.1");
        socket.on("error", () => {});
        return new Promise<void>((resolve) => socket.write(requestOf(port, { body }), () => resolve(void socket.destroy())));
      }),
    );
    await expectAlive(port);
  });
});

function malformed(port: number): Buffer[] {
  const good = requestOf(port, { body: write });
  return [
    good.replace("HTTP/1.1", "HTTP/9.9"),
    good.replace("POST", "BREW"),
    good.replace(/Content-Length: \d+/, "Content-Length: -1"),
    good.replace(/Content-Length: \d+/, "Content-Length: 5\r\nContent-Length: 6"),
    good.replace(/Content-Length: \d+/, "Content-Length: 5\r\nTransfer-Encoding: chunked"),
    good.replace("Bearer ", "Bearer\t"),
    good.replace("Host:", "Host"),
    good.replaceAll("\r\n", "\n\n"),
    good.replace(token, token.toUpperCase()),
    good.replace("/api", "/api\0"),
  ].map((text) => Buffer.from(text));
}

async function dropByDrop(port: number, text: string): Promise<void> {
  const socket = connect(port, "127.0.0.1");
  let isOver = false;
  socket.on("error", () => {});
  socket.once("close", () => {
    isOver = true;
  });
  socket.resume();
  for (let index = 0; !isOver; index = (index + 1) % text.length) {
    socket.write(text[index] ?? "x");
    await sleep(20);
  }
}

async function expectAlive(port: number): Promise<void> {
  const received = await exchange(port, requestOf(port, { body: requestText("alive", 0, [{ cmd: "ping", params: "[]" }]) }));
  expect(received).toContain(`{"replies":[{"ok":true,"res":${process.pid}}]}`);
}
