import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { areaMaker, runProgram, standardConfig, type TestArea } from "../kit/area.js";
import { dashboardMaker } from "../kit/dashboard.js";
import { bearer, codeOf, send } from "../kit/web.js";

// What is registered last is done first.
const makeArea = areaMaker(afterEach);
const served = new Set<TestArea>();
afterEach(async () => {
  for (const area of served) await area.megatest(["-kill-servers"]);
  served.clear();
});
const start = dashboardMaker(afterEach);

async function ranArea(config: string): Promise<TestArea> {
  const area = makeArea({ "megatest.config": standardConfig(config), "tests/a/testconfig": "[ezsteps]\ns echo hello\n" });
  served.add(area);
  const { code, stderr } = await area.run();
  expect(code, stderr).toBe(0);
  return area;
}

/** The port of the server of the area, when it listens. */
async function serverPort(area: TestArea): Promise<number> {
  const logs = () =>
    (existsSync(join(area.path, "logs")) ? readdirSync(join(area.path, "logs")) : []).filter((name) => /^server-\d+-.*\.log$/.test(name));
  const port = () =>
    /^SERVER STARTED: \S+:(\d+) AT/m.exec(
      logs()
        .map((name) => area.read(`logs/${name}`))
        .join("\n"),
    )?.[1];
  await area.until(() => port() !== undefined, "the server to listen");
  return Number(port());
}

async function startServer(config = ""): Promise<{ readonly area: TestArea; readonly port: number }> {
  const area = await ranArea(config);
  area.start(["-server", "-"]);
  return { area, port: await serverPort(area) };
}

describe("06 § 15.1: the server of the area shows it too", () => {
  it("to who is on its host, without a token", async () => {
    const { port } = await startServer();
    expect((await send(port, "/api/v1/hello")).json()).toMatchObject({ level: "view", readOnlyBecause: expect.stringContaining("only shows") });
    expect((await send(port, "/api/v1/runs")).json()).toMatchObject({ total: 1, items: [{ runname: "r1", counts: { pass: 1 } }] });
    expect((await send(port, "/ui/runs")).headers["content-security-policy"]).toContain("default-src 'none'");
    expect((await send(port, "/dashboard?page=2")).headers.location).toBe("/ui/runs");
    expect((await send(port, "/test_log?runid=1&testname=a")).headers.location).toBe("/ui/id/1/a?view=log");
    expect((await send(port, "/api/v1/id?run=1&test=a")).json()).toEqual({ t: "x/1", r: "r1", n: "a", i: "" });
    const ticket = await send(port, "/api/v1/tickets", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: '{"t":"x/1","r":"r1","n":"a"}',
    });
    const { url } = ticket.json() as { readonly url: string };
    expect((await send(port, `${url}s.log`)).body.toString()).toContain("hello");
  });

  it("06-53: nothing can be changed through it, whatever the token", async () => {
    const { area, port } = await startServer();
    const named = (await runProgram("dashboard", ["-make-token", "admin"], { cwd: area.path })).stdout.trim();
    const before = area.query("SELECT * FROM tests");
    const bodies = {
      "PATCH test": { t: "x/1", r: "r1", n: "a", i: "", status: "FAIL", comment: "x", old: { state: "COMPLETED", status: "PASS", comment: "" } },
      "PATCH tests": {},
      "PATCH run": { t: "x/1", r: "r1", comment: "x" },
      "POST plan": { action: "remove", tests: [] },
      "POST jobs": { plan: "x" },
      "DELETE jobs/1": {},
      "PUT test": {},
      "POST hello": {},
    };
    for (const token of ["", area.read(".mt-token").trim(), named]) {
      for (const [act, body] of Object.entries(bodies)) {
        const [method = "", path = ""] = act.split(" ");
        const headers = { "content-type": "application/json", ...(token !== "" && bearer(token)) };
        const reply = await send(port, `/api/v1/${path}`, { method, headers, body: JSON.stringify(body) });
        expect([act, reply.status, codeOf(reply)]).toEqual([act, 404, "not-found"]);
      }
    }
    expect((await send(port, "/api/v1/hello", { headers: bearer(named) })).json()).toMatchObject({ level: "view" });
    expect(area.query("SELECT * FROM tests")).toEqual(before);
  });

  it("06-51: not under a foreign name", async () => {
    const { port } = await startServer();
    for (const path of ["/api/v1/hello", "/ui/"]) expect((await send(port, path, { headers: { host: "evil.example" } })).status).toBe(403);
  });

  it("[dashboard] serve no: to nobody but dashboards of who knows the area's token", async () => {
    const { area, port } = await startServer("[dashboard]\nserve no\n");
    const named = (await runProgram("dashboard", ["-make-token", "view"], { cwd: area.path })).stdout.trim();
    expect((await send(port, "/api/v1/hello")).status).toBe(401);
    expect((await send(port, "/api/v1/hello", { headers: bearer(named) })).status).toBe(401);
    expect((await send(port, "/api/v1/hello", { headers: bearer(area.read(".mt-token").trim()) })).status).toBe(200);
  });

  it("any other word for serve ends the server with a message", async () => {
    const area = makeArea({ "megatest.config": standardConfig("[dashboard]\nserve all\n") });
    expect(await area.megatest(["-server", "-"])).toMatchObject({ code: 1, stderr: "ERROR: [dashboard] serve all: must be no, local or read\n" });
  });

  it("ends with it, also while somebody looks", async () => {
    const { area, port } = await startServer();
    const stream = send(port, "/api/v1/events?topics=runs");
    expect((await area.megatest(["-kill-servers"])).code).toBe(0);
    expect((await stream.catch(() => ({ status: 200 }))).status).toBe(200);
  });
});

describe("06 § 15.1: a dashboard that works with the server", () => {
  const forced = "force always\n";

  it("asks it, says so, and shows each what he may see", async () => {
    const area = await ranArea("");
    writeFileSync(
      join(area.path, "megatest.config"),
      area.read("megatest.config").replace("[server]", `[server]\n${forced}[env-override]\nDB_PASSWORD s3cret\n[server]`),
    );
    const named = (await runProgram("dashboard", ["-make-token", "view"], { cwd: area.path })).stdout.trim();
    const shown = await start(area).ready();
    expect((await shown.ask("hello")).json()).toMatchObject({ level: "admin", via: expect.any(String), readOnlyBecause: "" });
    expect((await shown.ask("runs")).json()).toMatchObject({ total: 1, items: [{ runname: "r1" }] });
    const missing = await shown.ask("run?t=x/1&r=nope");
    expect([missing.status, codeOf(missing)]).toEqual([404, "not-found"]);
    expect((await shown.ask("config")).body.toString()).toContain("s3cret");
    const masked = await shown.ask("config", named);
    expect([masked.status, masked.body.toString().includes("s3cret")]).toEqual([200, false]);
    const part = await send(shown.port, "/api/v1/test/file?t=x/1&r=r1&n=a&f=s.log", { headers: { ...bearer(shown.token), range: "bytes=0-2" } });
    expect([part.status, part.headers["content-range"]?.slice(0, 9)]).toEqual([206, "bytes 0-2"]);
    await serverPort(area);
    expect(await shown.stop()).toBe(0);
  });

  it("goes on with the next server when one ends", async () => {
    const area = await ranArea("");
    writeFileSync(join(area.path, "megatest.config"), area.read("megatest.config").replace("[server]", `[server]\n${forced}`));
    const shown = await start(area).ready();
    expect((await shown.ask("runs")).status).toBe(200);
    await area.megatest(["-kill-servers"]);
    expect((await shown.ask("runs")).json()).toMatchObject({ total: 1 });
  });
});
