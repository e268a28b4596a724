import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterEach, describe, expect, it, vi } from "vitest";
import * as z from "zod/mini";
import { bearer, codeOf, echoQueries, send, serveWeb } from "../../../tests/kit/web.js";
import { Failure, makeLog } from "../../base/index.js";
import { type Act, act } from "../act/act.js";
import { Refused } from "../refused.js";
import type { Listener } from "./listen.js";

const listeners: Listener[] = [];
const directories: string[] = [];
afterEach(async () => {
  for (const listener of listeners.splice(0)) await listener.close();
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true });
});

async function served(...options: Parameters<typeof serveWeb>): Promise<number> {
  const listener = await serveWeb(...options);
  listeners.push(listener);
  return listener.port;
}

const json = { "content-type": "application/json" };
const post = (token: string, body: unknown = {}, headers: Record<string, string> = {}) => ({
  method: "POST",
  headers: { ...bearer(token), ...json, ...headers },
  body: JSON.stringify(body),
});

describe("06-51: the Host header (§ 33.1)", () => {
  it.each(["localhost", "127.0.0.1:1", "LOCALHOST:9000", "[::1]:80", "127.0.0.1:"])("%s is ours, whatever the port", async (host) => {
    expect((await send(await served(), "/api/v1/hello", { headers: { host, ...bearer("own") } })).status).toBe(200);
  });

  it.each(["evil.example", "evil.example:80", "localhost.evil.example", "127.0.0.1.evil.example", "evil.example#localhost", "169.254.1.1", "::1"])(
    "%s is refused, with a token and without, for every path",
    async (host) => {
      const port = await served();
      for (const path of ["/api/v1/hello", "/ui/runs", "/files/x/y", "/"]) {
        const reply = await send(port, path, { headers: { host, ...bearer("own") } });
        expect([reply.status, codeOf(reply)]).toEqual([403, "forbidden"]);
      }
    },
  );

  it("none at all is refused", async () => {
    const port = await served();
    const answer = await new Promise<string>((resolve) => {
      let text = "";
      const socket = connect(port, "127.0.0.1", () => socket.end("GET /api/v1/hello HTTP/1.0\r\n\r\n"));
      socket.on("data", (part) => {
        text += part.toString("latin1");
      });
      socket.on("close", () => resolve(text));
    });
    expect(answer).toMatch(/^HTTP\/1\.1 403 /);
  });
});

describe("06-50: tokens (§ 33.2)", () => {
  it("nothing of the API answers without one, viewing neither", async () => {
    const port = await served({ acts: { "POST it": act("view", z.object({}), async () => ({})) } });
    for (const [method, path] of [
      ["GET", "hello"],
      ["HEAD", "hello"],
      ["POST", "it"],
      ["PATCH", "test"],
      ["DELETE", "jobs/1"],
      ["OPTIONS", "it"],
      ["PUT", "it"],
    ] as const) {
      const reply = await send(port, `/api/v1/${path}`, { method, headers: json });
      expect([method, reply.status]).toEqual([method, 401]);
    }
  });

  it("counts in the header only: not as cookie, parameter or other scheme", async () => {
    const port = await served();
    const tries = [
      { cookie: "token=own" },
      { authorization: "own" },
      { authorization: "Basic own" },
      { authorization: "Bearer " },
      { "x-token": "own" },
    ];
    for (const headers of tries) expect((await send(port, "/api/v1/hello?token=own", { headers })).status).toBe(401);
  });

  it("no answer sets a cookie or lets other sites read", async () => {
    const port = await served();
    const replies = [
      await send(port, "/api/v1/hello", { headers: { ...bearer("own"), origin: "http://evil.example" } }),
      await send(port, "/api/v1/hello", { method: "OPTIONS", headers: { origin: "http://evil.example", "access-control-request-method": "PATCH" } }),
      await send(port, "/ui/runs", { headers: { origin: "http://evil.example" } }),
    ];
    for (const { headers } of replies) {
      expect(Object.keys(headers).filter((name) => name.startsWith("access-control") || name === "set-cookie")).toEqual([]);
      expect(headers["cross-origin-resource-policy"]).toBe("same-origin");
    }
  });
});

describe("06-50: changing requests (§ 33.2 and § 33.3)", () => {
  const done = vi.fn(async (_context: unknown, body: { readonly text: string }, visitor: { readonly label: string }) => ({
    ...body,
    label: visitor.label,
  }));
  const acts: Readonly<Record<string, Act>> = {
    "PATCH test": act("operate", z.object({ text: z.string() }), done),
    "POST remove": act("admin", z.object({ text: z.string() }), done),
    "DELETE jobs/:id": act("operate", z.object({ id: z.string() }), async (_context, { id }) => ({ id })),
    "POST nothing": act("view", z.object({}), async () => undefined),
    "POST bug": act("view", z.object({}), () => Promise.reject(new Error("secret"))),
    "POST closed": act("view", z.object({}), () => Promise.reject(new Failure("not-available", "runs are not allowed"))),
    "POST taken": act("view", z.object({}), () => Promise.reject(new Refused("conflict", "changed meanwhile", { status: "PASS" }))),
  };
  afterEach(() => done.mockClear());

  it("are carried out for who may, with what was sent", async () => {
    const port = await served({ acts });
    const reply = await send(port, "/api/v1/test", { ...post("operate", { text: "a'; DROP", more: 1 }), method: "PATCH" });
    expect([reply.status, reply.json()]).toEqual([200, { text: "a'; DROP", label: "operate" }]);
    expect((await send(port, "/api/v1/jobs/7%2F8", { ...post("admin"), method: "DELETE" })).json()).toEqual({ id: "7/8" });
    expect((await send(port, "/api/v1/nothing", post("view"))).json()).toEqual({});
  });

  it.each([
    ["no token", "/api/v1/test", "PATCH", "", 401],
    ["a wrong token", "/api/v1/test", "PATCH", "wrong", 401],
    ["a view token", "/api/v1/test", "PATCH", "view", 403],
    ["an operate token where admin is needed", "/api/v1/remove", "POST", "operate", 403],
  ])("%s", async (_, path, method, token, status) => {
    const reply = await send(await served({ acts }), path, { ...post(token, { text: "x" }), method });
    expect(reply.status).toBe(status);
    expect(done).not.toHaveBeenCalled();
  });

  it.each([
    ["http://evil.example", 403],
    ["null", 403],
    ["http://localhost:1", 403],
    ["https://127.0.0.1.evil.example", 403],
    ["", 403],
  ])("from a page of %j nothing changes, with any token", async (origin, status) => {
    const reply = await send(await served({ acts }), "/api/v1/test", { ...post("admin", { text: "x" }, { origin }), method: "PATCH" });
    expect(reply.status).toBe(status);
    expect(done).not.toHaveBeenCalled();
  });

  it("from our own page they do", async () => {
    const port = await served({ acts });
    const origin = `http://127.0.0.1:${port}`;
    expect((await send(port, "/api/v1/test", { ...post("operate", { text: "x" }, { origin }), method: "PATCH" })).status).toBe(200);
  });

  it.each(["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/jsonx", undefined])(
    "of type %s nothing changes",
    async (type) => {
      const headers = { ...bearer("admin"), ...(type !== undefined && { "content-type": type }) };
      const reply = await send(await served({ acts }), "/api/v1/test", { method: "PATCH", headers, body: '{"text":"x"}' });
      expect([reply.status, codeOf(reply)]).toEqual([400, "bad-request"]);
      expect(done).not.toHaveBeenCalled();
    },
  );

  it("06 § 33.10: a body of more than 1 MB is refused, announced or not", async () => {
    const port = await served({ acts });
    const big = JSON.stringify({ text: "x".repeat(1024 * 1024) });
    const headers = { ...bearer("admin"), ...json };
    const announced = await send(port, "/api/v1/test", { method: "PATCH", headers: { ...headers, "content-length": String(big.length) }, body: big });
    expect([announced.status, codeOf(announced)]).toEqual([413, "too-large"]);
    const chunked = await send(port, "/api/v1/test", { method: "PATCH", headers: { ...headers, "transfer-encoding": "chunked" }, body: big }).catch(
      () => undefined,
    );
    expect(chunked === undefined ? 413 : chunked.status).toBe(413);
    expect(done).not.toHaveBeenCalled();
  });

  it.each([
    ["{", 400],
    ["", 400],
    ["[]", 400],
    ["null", 400],
    ['{"text":1}', 400],
  ])("what is not as it should be is refused: %s", async (body, status) => {
    const reply = await send(await served({ acts }), "/api/v1/test", { method: "PATCH", headers: { ...bearer("admin"), ...json }, body });
    expect([reply.status, codeOf(reply)]).toEqual([status, "bad-request"]);
  });

  it("what fails says why; of a bug only that there was one", async () => {
    const lines: string[] = [];
    const log = makeLog(
      (_, line) => lines.push(line),
      () => true,
    );
    const port = await served({ acts, options: { log } });
    const closed = await send(port, "/api/v1/closed", post("view"));
    expect([closed.status, closed.json()]).toEqual([403, { error: { code: "forbidden", message: "runs are not allowed" } }]);
    const taken = await send(port, "/api/v1/taken", post("view"));
    expect([taken.status, taken.json()]).toEqual([409, { error: { code: "conflict", message: "changed meanwhile", detail: { status: "PASS" } } }]);
    const bug = await send(port, "/api/v1/bug", post("view"));
    expect(bug.status).toBe(500);
    expect(bug.body.toString()).not.toContain("secret");
    expect(lines.join()).toContain("secret");
  });

  it.each(["toString", "__proto__", "constructor", "nope", "jobs", "jobs/1/2"])("there is no %s to change", async (name) => {
    expect((await send(await served({ acts }), `/api/v1/${name}`, post("admin"))).status).toBe(404);
  });
});

describe("06 § 33.3: levels", () => {
  it("the most that anybody may do caps the own token and named ones", async () => {
    const port = await served({ guard: { maximum: "view", ownLevel: "view" } });
    for (const token of ["own", "admin", "view"])
      expect((await send(port, "/api/v1/hello", { headers: bearer(token) })).json()).toMatchObject({ level: "view" });
  });

  it("10 wrong tokens in a minute from an address: 429; a right one is let in", async () => {
    const port = await served();
    const statuses: number[] = [];
    for (let number = 0; number < 12; number++) statuses.push((await send(port, "/api/v1/hello", { headers: bearer(`wrong${number}`) })).status);
    expect(statuses).toEqual([...Array<number>(10).fill(401), 429, 429]);
    expect((await send(port, "/api/v1/hello", { headers: bearer("own") })).status).toBe(200);
    expect((await send(port, "/api/v1/hello")).status).toBe(401);
  });
});

describe("06 § 33.8: the application", () => {
  function ui(): string {
    const directory = mkdtempSync(join(tmpdir(), "megatest-ui-"));
    directories.push(directory);
    mkdirSync(join(directory, "assets"));
    writeFileSync(join(directory, "index.html"), "<!doctype html><title>Megatest</title>");
    writeFileSync(join(directory, "assets/main.js"), `console.log(${JSON.stringify("x".repeat(5000))});`);
    writeFileSync(join(directory, "secret"), "no");
    return directory;
  }

  it("answers every /ui/ address with the page, without a token, under a policy that allows nothing of others", async () => {
    const port = await served({ ui: ui() });
    for (const path of [
      "/ui/",
      "/ui/runs",
      "/ui/run/a/b/n?tab=list",
      "/ui/id/1/2",
      "/ui/..%2f..%2fetc/passwd",
      "/ui/secret",
      "/ui/../../etc/passwd",
    ]) {
      const { status, headers, body } = await send(port, path);
      expect([path, status, body.toString()]).toEqual([path, 200, "<!doctype html><title>Megatest</title>"]);
      const policy = String(headers["content-security-policy"]).split("; ");
      expect(policy).toEqual(expect.arrayContaining(["default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'"]));
      expect(policy.join()).not.toMatch(/unsafe|\*|http/);
      expect(headers).toMatchObject({ "referrer-policy": "no-referrer", "x-content-type-options": "nosniff" });
    }
  });

  it("sends its files packed, and again only when they have changed", async () => {
    const port = await served({ ui: ui() });
    const { headers, body } = await send(port, "/ui/assets/main.js", { headers: { "accept-encoding": "br, gzip" } });
    expect(headers).toMatchObject({ "content-type": "text/javascript; charset=utf-8", "content-encoding": "gzip" });
    expect(gunzipSync(body).toString()).toContain("xxxxx");
    const again = await send(port, "/ui/assets/main.js", { headers: { "if-none-match": String(headers.etag) } });
    expect([again.status, again.body.length]).toEqual([304, 0]);
    expect((await send(port, "/ui/assets/main.js", { headers: { "accept-encoding": "gzip;q=0" } })).headers["content-encoding"]).toBeUndefined();
  });

  it("says how to build it where it is not", async () => {
    expect((await send(await served(), "/ui/runs")).json()).toMatchObject({ error: { message: expect.stringContaining("npm run setup") } });
  });

  it.each([
    ["/", "/ui/"],
    ["/ui", "/ui/"],
    ["/dashboard?page=3", "/ui/runs"],
    ["/test_log?runid=5&testname=a:b/c", "/ui/id/5/a%3Ab%2Fc?view=log"],
    ["/test_log?runid=%0d%0aSet-Cookie:x", "/ui/id/%0D%0ASet-Cookie%3Ax/?view=log"],
  ])("%s leads to %s", async (path, location) => {
    const { status, headers } = await send(await served({ ui: ui() }), path);
    expect([status, headers.location]).toEqual([302, location]);
  });
});

describe("06 § 33.10: limits", () => {
  it("an address has at most 16 kB", async () => {
    const port = await served();
    const reply = await send(port, `/api/v1/hello?q=${"x".repeat(17_000)}`, { headers: bearer("own") });
    expect([reply.status, codeOf(reply)]).toEqual([414, "too-large"]);
    expect((await send(port, `/api/v1/hello?q=${"x".repeat(15_000)}`, { headers: bearer("own") })).status).toBe(200);
  });

  it("50 streams are open at most, and one that ends makes room", async () => {
    const open: (() => void)[] = [];
    const route = {
      path: "/api/v1/events",
      needs: "view",
      isStream: true,
      handle: async ({ response }: { response: import("node:http").ServerResponse }) => {
        response.writeHead(200).flushHeaders();
        open.push(() => response.end());
      },
    } as const;
    const port = await served({ options: { routes: [route] } });
    const streams = Array.from({ length: 50 }, () => send(port, "/api/v1/events", { headers: bearer("view") }));
    await vi.waitFor(() => expect(open).toHaveLength(50));
    const refused = await send(port, "/api/v1/events", { headers: bearer("view") });
    expect([refused.status, codeOf(refused)]).toEqual([503, "busy"]);
    open[0]?.();
    await vi.waitFor(async () => {
      const more = send(port, "/api/v1/events", { headers: bearer("view") });
      await vi.waitFor(() => expect(open).toHaveLength(51));
      open[50]?.();
      expect((await more).status).toBe(200);
    });
    for (const end of open.slice(1)) end();
    await Promise.all(streams);
  });

  it("garbage is no request", async () => {
    const port = await served();
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(port, "127.0.0.1", () => socket.end("\u0000\u0001\r\n\r\n"));
      socket.once("data", (part) => resolve(part.toString("latin1")));
    });
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  });
});

describe("06 § 33.11: an authenticating proxy", () => {
  const guard = { proxyUser: "x-remote-user" };

  it("names the user, which gives view and no more", async () => {
    const label = act("view", z.object({}), async (_, __, { user, level }) => ({ user, level }));
    const acts = { "POST who": label, "POST change": act("operate", z.object({}), async () => ({})) };
    const port = await served({ guard, acts });
    const user = { "x-remote-user": "anna" };
    expect((await send(port, "/api/v1/who", { method: "POST", headers: { ...json, ...user }, body: "{}" })).json()).toEqual({
      user: "anna",
      level: "view",
    });
    expect((await send(port, "/api/v1/change", { method: "POST", headers: { ...json, ...user }, body: "{}" })).status).toBe(403);
    expect((await send(port, "/api/v1/who", post("operate", {}, user))).json()).toEqual({ user: "anna", level: "operate" });
  });

  it("is nobody without the setting, and without a name", async () => {
    expect((await send(await served(), "/api/v1/hello", { headers: { "x-remote-user": "anna" } })).status).toBe(401);
    expect((await send(await served({ guard }), "/api/v1/hello", { headers: { "x-remote-user": "" } })).status).toBe(401);
  });
});

describe("06 § 19: questions", () => {
  it("are passed on with their parameters, and answers are packed and known again", async () => {
    const port = await served({
      options: { queries: { ...echoQueries, ask: async (...asked) => ({ ...(await echoQueries.ask(...asked)), status: 200 }) } },
    });
    const { headers, json: read } = await send(port, "/api/v1/run/tests?t=a%2Fb&r=n+1&__proto__=x", { headers: bearer("view") });
    expect(read()).toEqual({ name: "run/tests", given: JSON.parse('{"t":"a/b","r":"n 1","__proto__":"x"}'), level: "view" });
    expect(headers).toMatchObject({ "cache-control": "no-store", "content-type": "application/json; charset=utf-8" });
    expect((await send(port, "/api/v1/hello", { headers: { ...bearer("view"), "if-none-match": 'W/"a", W/"echo"' } })).status).toBe(304);
    const head = await send(port, "/api/v1/hello", { method: "HEAD", headers: bearer("view") });
    expect([head.status, head.body.length]).toEqual([200, 0]);
  });
});
