import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { areaMaker, runProgram, standardConfig, type TestArea } from "../kit/area.js";
import { dashboardMaker } from "../kit/dashboard.js";
import { whileReadOnly } from "../kit/read-only.js";
import { codeOf, send } from "../kit/web.js";

// What is registered last is done first: areas go when nobody uses them any more.
const makeArea = areaMaker(afterEach);
const start = dashboardMaker(afterEach);

const oneTest = { "tests/a/testconfig": "[ezsteps]\ns echo hello\n" };

/** An area with a run x/1/r1 of test a. */
async function ranArea(config = "", files: Readonly<Record<string, string>> = oneTest): Promise<TestArea> {
  const area = makeArea({ "megatest.config": standardConfig(config), ...files });
  const { code, stderr } = await area.run();
  expect(code, stderr).toBe(0);
  return area;
}

const dashboard = (area: TestArea, ...args: string[]) => runProgram("dashboard", args, { cwd: area.path, env: { HOME: area.path } });
const idsOf = (area: TestArea) => {
  const [row] = area.query("SELECT run_id, id FROM tests WHERE testname = 'a'");
  return `${row?.["run_id"]},${row?.["id"]}`;
};

describe("06 § 16: starting and ending", () => {
  it("one line on stdout says where it is; SIGTERM and SIGINT end it with 0", async () => {
    const area = await ranArea();
    for (const signal of ["SIGTERM", "SIGINT"] as const) {
      const shown = await start(area).ready();
      expect(shown.stdout).toMatch(/^Dashboard: http:\/\/127\.0\.0\.1:\d+\/ui\/#token=[\w-]{43}\n$/);
      expect((await shown.ask("hello")).json()).toMatchObject({ level: "admin", keys: ["SYS", "RELEASE"], readOnlyBecause: "" });
      expect(await shown.stop(signal)).toBe(0);
      expect([shown.stdout.split("\n").length, shown.stderr]).toEqual([2, ""]);
    }
  });

  it("megatest -dashboard is the same", async () => {
    const area = await ranArea();
    const child = area.start(["-dashboard", "-no-browser", "-read-only"], { HOME: area.path });
    const line = await new Promise<string>((done) => child.stdout.once("data", (part) => done(String(part))));
    expect(line).toMatch(/^Dashboard: http.* \(read-only\)\n$/);
    const ended = new Promise((done) => child.once("exit", done));
    child.kill("SIGTERM");
    expect(await ended).toBe(0);
  });

  it("-idle-exit ends it when nobody has asked for so long", async () => {
    const shown = await start(await ranArea(), ["-no-browser", "-idle-exit", "1s"]).ready();
    expect((await shown.ask("hello")).status).toBe(200);
    expect(await shown.ended).toBe(0);
  });

  it("-port takes a free port, and says so when it is not", async () => {
    const area = await ranArea();
    const taken = createServer();
    const port = await new Promise<number>((done) => taken.listen(0, "127.0.0.1", () => done((taken.address() as { port: number }).port)));
    expect(await dashboard(area, "-no-browser", "-port", String(port))).toMatchObject({
      code: 1,
      stdout: "",
      stderr: expect.stringContaining(`cannot listen on 127.0.0.1, port ${port}`),
    });
    await new Promise((done) => taken.close(done));
    const shown = await start(area, ["-no-browser", "-port", String(port)]).ready();
    expect(shown.port).toBe(port);
  });

  it.each([
    [["-nonsense", "word"], 1, "ERROR: Unrecognised arguments: -nonsense word\n"],
    [["-port"], 1, "ERROR: param given without argument -port\n"],
    [["-port", "70000"], 1, "ERROR: -port 70000: must be a number from 0 to 65535\n"],
    [["-rows", "many"], 1, "ERROR: -rows many: must be a number from 1 to 10000\n"],
    [["-idle-exit", "soon"], 1, "ERROR: -idle-exit soon: must be a time, e.g. 8h or 7d\n"],
    [["-bind", "0.0.0.0"], 1, "ERROR: -bind 0.0.0.0: others can connect there, so they need tokens: make some with -make-token, or add -read-only\n"],
    [["-make-token", "root"], 1, "ERROR: -make-token root: must be view, operate or admin\n"],
    [["-drop-token", "x"], 1, expect.stringContaining("there is no token x")],
  ])("%j cannot be done", async (args, code, stderr) => {
    expect(await dashboard(makeArea({}), "-no-browser", ...args)).toEqual({ code, stdout: "", stderr });
  });

  it("outside of an area: exit code 2; -h and -version need none", async () => {
    const area = makeArea({});
    const cwd = "/";
    expect(await runProgram("dashboard", ["-no-browser"], { cwd })).toMatchObject({ code: 2, stdout: "" });
    const help = await runProgram("dashboard", ["-h"], { cwd });
    expect(help).toMatchObject({ code: 0, stderr: "" });
    for (const flag of ["-port", "-bind", "-no-browser", "-read-only", "-full-db", "-test", "-rows", "-cols", "-idle-exit", "-make-token"]) {
      expect(help.stdout).toContain(`  ${flag}`);
    }
    expect(await runProgram("dashboard", ["-version"], { cwd })).toEqual(await area.megatest(["-version"]));
  });

  it("options of 1.65 without a use are taken; -repl and ~/.dashboardrc get a word", async () => {
    const area = await ranArea();
    area.write({ ".dashboardrc": "(display 1)" });
    const old = [
      "-rh5.11",
      "-repl",
      "-use-db-cache",
      "-use-server",
      "-guimonitor",
      "-main",
      "-run",
      "x",
      "-xterm",
      "x",
      "-host",
      "x",
      "-transport",
      "x",
    ];
    const shown = await start(area, ["-no-browser", "-v", ...old, "-q"]).ready();
    expect(await shown.stop()).toBe(0);
    expect(shown.stderr).toContain("INFO: (0) -repl has no effect\nINFO: (0) ~/.dashboardrc has no effect\n");
  });

  it("-gui says how to open it; -dashboard must be the first word", async () => {
    const area = makeArea({});
    expect(await area.megatest(["-gui"])).toMatchObject({ code: 0, stderr: expect.stringContaining("opened by `dashboard`") });
    expect(await area.megatest(["-debug", "1", "-dashboard"])).toMatchObject({ code: 1, stderr: expect.stringMatching(/^ERROR: .*first word/) });
  });

  it("-start-dir, -rows, -cols, DASHBOARDROWS and [dashboard] say what it begins with", async () => {
    const area = await ranArea("[dashboard]\ncols 5\ntestsort +statestatus\n");
    const first = await start(area, ["-no-browser"], { DASHBOARDROWS: "33" }).ready();
    expect((await first.ask("hello")).json()).toMatchObject({ first: { rows: 33, cols: 5, testsort: "+statestatus" } });
    const second = await start(area, ["-no-browser", "-rows", "7", "-cols", "9", "-start-dir", join(area.path, "tests")]).ready();
    expect((await second.ask("hello")).json()).toMatchObject({ first: { rows: 7, cols: 9 }, areas: [{ toppath: area.path }] });
  });
});

describe("06-7: -test", () => {
  it("opens the page of the test in the dashboard that runs already", async () => {
    const area = await ranArea();
    const running = await start(area).ready();
    const { code, stdout } = await dashboard(area, "-no-browser", "-test", idsOf(area));
    expect([code, stdout]).toEqual([0, `Dashboard: http://127.0.0.1:${running.port}/ui/test/x/1/r1/a#token=${running.token}\n`]);
  });

  it("starts one when none does, also when the note of one is left that was killed", async () => {
    const area = await ranArea();
    const killed = await start(area).ready();
    await killed.stop("SIGKILL");
    const shown = await start(area, ["-no-browser", "-test", idsOf(area)]).ready();
    expect(shown.url.pathname).toBe("/ui/test/x/1/r1/a");
    expect((await shown.ask("hello")).status).toBe(200);
    expect(await shown.stop()).toBe(0);
  });

  it("the note of a running one is its user's alone, and goes with it", async () => {
    const area = await ranArea();
    const shown = await start(area).ready();
    const directory = join(area.liveFile, "..");
    const notes = () => readdirSync(directory).filter((name) => name.startsWith("dashboard-"));
    expect(notes()).toHaveLength(1);
    expect(statSync(join(directory, notes()[0] ?? "")).mode & 0o777).toBe(0o600);
    await shown.stop();
    expect(notes()).toEqual([]);
  });

  it.each(["1,-1", "x,1", "1", "", "1,2,3"])("%j: exit code 1", async (ids) => {
    expect(await dashboard(makeArea({}), "-no-browser", "-test", ids)).toMatchObject({ code: 1, stdout: "" });
  });

  it("of a test that is not there: exit code 1", async () => {
    const area = await ranArea();
    const [run] = idsOf(area).split(",");
    expect(await dashboard(area, "-no-browser", "-test", `${run},999`)).toMatchObject({
      code: 1,
      stdout: "",
      stderr: expect.stringContaining("there is no such test"),
    });
  });
});

describe("06 § 16: the browser", () => {
  const viewer = { "viewer.sh": '#!/bin/sh\nprintf "%s\\n" "$@" > "@AREA@/called.new"\nmv "@AREA@/called.new" "@AREA@/called"\n' };

  it("is opened by htmlviewercmd; no argument that others could see holds the token", async () => {
    const area = await ranArea();
    area.write({ ...viewer, "megatest.config": area.read("megatest.config").replace("[setup]", "[setup]\nhtmlviewercmd @AREA@/viewer.sh --new") });
    const shown = await start(area, [], { DISPLAY: ":77" }).ready();
    await area.until(() => existsSync(join(area.path, "called")), "the viewer");
    const [option, page = ""] = area.read("called").split("\n");
    expect(option).toBe("--new");
    expect(area.read("called")).not.toContain(shown.token);
    expect(statSync(page).mode & 0o777).toBe(0o600);
    expect(readFileSync(page, "utf8")).toContain(`url=${shown.url.href}`);
    await shown.stop();
    expect(existsSync(page)).toBe(false);
  });

  it("is not without a display, nor with -no-browser", async () => {
    const area = await ranArea();
    area.write({ ...viewer, "megatest.config": area.read("megatest.config").replace("[setup]", "[setup]\nhtmlviewercmd @AREA@/viewer.sh") });
    await (await start(area, []).ready()).stop();
    await (await start(area, ["-no-browser"], { DISPLAY: ":77" }).ready()).stop();
    expect(existsSync(join(area.path, "called"))).toBe(false);
  });
});

describe("06 § 33.3: who may what", () => {
  it("named tokens: made, used, listed, dropped", async () => {
    const area = await ranArea();
    const token = (await dashboard(area, "-make-token", "operate", "-expires", "7d", "-label", "anna")).stdout.trim();
    const other = (await dashboard(area, "-make-token", "view")).stdout.trim();
    expect(statSync(join(area.path, ".mt-dashboard-tokens")).mode & 0o777).toBe(0o600);
    expect((await dashboard(area, "-list-tokens")).stdout).toMatch(
      /^anna {2}operate {2}expires 20\d\d-\d\d-\d\dT\d\d:\d\dZ\nview-1 {2}view {2}never expires\n$/,
    );
    const shown = await start(area).ready();
    expect((await shown.ask("hello", token)).json()).toMatchObject({ level: "operate" });
    expect((await shown.ask("hello", other)).json()).toMatchObject({ level: "view" });
    expect((await dashboard(area, "-drop-token", "anna")).code).toBe(0);
    await expect.poll(async () => (await shown.ask("hello", token)).status, { timeout: 10_000 }).toBe(401);
  });

  it("-read-only, max-level and an area that cannot be written: everybody views", async () => {
    const area = await ranArea("[dashboard]\nmax-level operate\n");
    const capped = await start(area).ready();
    expect((await capped.ask("hello")).json()).toMatchObject({ level: "operate", readOnlyBecause: "" });
    const readOnly = await start(area, ["-no-browser", "-read-only"]).ready();
    expect(readOnly.stdout).toMatch(/ \(read-only\)\n$/);
    expect((await readOnly.ask("hello")).json()).toMatchObject({ level: "view", readOnlyBecause: "the dashboard was started with -read-only" });
  });

  it("a wrong max-level is no level at all", async () => {
    const area = makeArea({ "megatest.config": standardConfig("[dashboard]\nmax-level root\n") });
    expect(await dashboard(area, "-no-browser")).toMatchObject({
      code: 1,
      stderr: "ERROR: [dashboard] max-level root: must be view, operate or admin\n",
    });
  });

  it("06-50, 06-51: nothing without a token, nothing for a foreign name", async () => {
    const shown = await start(await ranArea()).ready();
    expect((await send(shown.port, "/api/v1/hello")).status).toBe(401);
    const paths = ["test?t=x/1&r=r1&n=a", "tickets", "jobs/1", "run"];
    for (const path of paths) expect((await shown.act("PATCH", path, {}, "wrong")).status).toBe(401);
    const foreign = await send(shown.port, "/api/v1/hello", { headers: { host: "evil.example", authorization: `Bearer ${shown.token}` } });
    expect([foreign.status, codeOf(foreign)]).toEqual([403, "forbidden"]);
    expect((await send(shown.port, "/ui/runs")).headers["content-security-policy"]).toContain("default-src 'none'");
  });
});

describe("06-52: an area that cannot be written", () => {
  it("is shown, with the reason why nobody can act", async () => {
    const area = await ranArea();
    await whileReadOnly(area.path, async () => {
      const shown = await start(area, ["-no-browser"], { HOME: "/" }).ready();
      expect(shown.stdout).toMatch(/ \(read-only\)\n$/);
      const names = [
        "hello",
        "runs",
        "targets",
        "tests",
        "runnames",
        "tags",
        "config",
        "servers",
        "run?t=x/1&r=r1",
        "run/tests?t=x/1&r=r1",
        "test?t=x/1&r=r1&n=a",
      ];
      for (const name of names) expect([name, (await shown.ask(name)).status]).toEqual([name, 200]);
      expect((await shown.ask("runs")).json()).toMatchObject({ total: 1, items: [{ runname: "r1", counts: { pass: 1 } }] });
      const reason = `${area.path} cannot be written by the user of the dashboard`;
      expect((await shown.ask("hello")).json()).toMatchObject({ level: "view", readOnlyBecause: reason });
      expect(await shown.stop()).toBe(0);
    });
  });
});

describe("06 § 19: questions about the area", () => {
  const files = {
    "runconfigs.config": "[default]\nA 1\n[x/1]\nB 2\n[y/2]\n[%/3]\n[half]\n",
    "tests/a/testconfig": "[test_meta]\nauthor ann\ntags quick, net\n[ezsteps]\ns echo hello\n",
    "tests/b/testconfig": "[test_meta]\ntags net\ndescription does b\n[ezsteps]\ns $(echo true)\n",
  };

  it("answer what there is to choose from", async () => {
    const area = await ranArea("", files);
    await area.run("-runname", "r2", "-testpatt", "a");
    const shown = await start(area).ready();
    const items = async (name: string) => ((await shown.ask(name)).json() as { readonly items: unknown[] }).items;
    expect(await items("targets")).toEqual([
      { target: "x/1", runs: 2, inRunconfigs: true },
      { target: "y/2", runs: 0, inRunconfigs: true },
    ]);
    expect(await items("runnames")).toEqual(["r2", "r1"].map((runname) => ({ runname, runs: 1, event_time: expect.any(Number) })));
    expect(await items("runnames?t=y/2")).toEqual([]);
    expect(await items("tests")).toEqual([
      { testname: "a", author: "ann", owner: "", description: "", tags: ["quick", "net"], jobgroup: "", directory: join(area.path, "tests/a") },
      { testname: "b", author: "", owner: "", description: "does b", tags: ["net"], jobgroup: "", directory: join(area.path, "tests/b") },
    ]);
    expect(await items("tags")).toEqual([
      { tag: "net", tests: 2 },
      { tag: "quick", tests: 1 },
    ]);
    expect(await items("runs?offset=1&limit=1")).toMatchObject([{ runname: "r1", counts: { pass: 2 } }]);
    const [run, test] = idsOf(area).split(",");
    expect((await shown.ask(`id?run=${run}&test=${test}`)).json()).toEqual({ t: "x/1", r: "r1", n: "a", i: "" });
    expect((await shown.ask("id?run=99")).status).toBe(404);
    for (const bad of ["runs?limit=6000", "runs?offset=-1", "runs?offset=x", "id", "run?t=x/1"])
      expect([bad, (await shown.ask(bad)).status]).toEqual([bad, 400]);
  });

  it("the configuration is shown with its places; values that are secret only to an admin", async () => {
    const area = await ranArea("[env-override]\nDB_PASSWORD s3cret\nPLAIN seen\n", files);
    const view = (await dashboard(area, "-make-token", "view")).stdout.trim();
    const shown = await start(area).ready();
    const variable = async (token: string, name: string) => {
      const { sections } = (await shown.ask("config", token)).json() as {
        readonly sections: { readonly name: string; readonly variables: { readonly name: string }[] }[];
      };
      return sections.find((section) => section.name === "env-override")?.variables.find((one) => one.name === name);
    };
    const at = { file: join(area.path, "megatest.config"), line: expect.any(Number) };
    expect(await variable(shown.token, "DB_PASSWORD")).toEqual({ name: "DB_PASSWORD", value: "s3cret", masked: false, ...at });
    expect(await variable(view, "DB_PASSWORD")).toEqual({ name: "DB_PASSWORD", value: "", masked: true, ...at });
    expect(await variable(view, "PLAIN")).toMatchObject({ value: "seen", masked: false });
    expect((await shown.ask("config", view)).body.toString()).not.toContain("s3cret");
    expect((await shown.ask("config")).body.toString()).toContain("DB_PASSWORD s3cret");
    expect((await shown.ask("config?file=runconfigs")).json()).toMatchObject({
      sections: expect.arrayContaining([expect.objectContaining({ name: "x/1" })]),
    });
  });

  it("health tells the homehost, the databases, the disks, and tokens to an admin only", async () => {
    const area = await ranArea("", files);
    const view = (await dashboard(area, "-make-token", "view", "-label", "anna")).stdout.trim();
    const shown = await start(area).ready();
    expect((await shown.ask("servers")).json()).toMatchObject({
      homehost: { address: "127.0.0.1", isThisHost: true, isPinned: true },
      servers: [],
      databases: [{ kind: "live", file: area.liveFile }, { kind: "area" }],
      disks: [{ name: "the area" }, { name: "live databases" }, { name: "disk0", path: join(area.path, "runs"), free: expect.any(Number) }],
      tokens: [{ label: "anna", level: "view" }],
      process: { pid: shown.child.pid },
    });
    expect((await shown.ask("servers", view)).json()).not.toHaveProperty("tokens");
  });
});

describe("06 § 32: what the dashboard changes", () => {
  it("is in the area database without its end", async () => {
    const area = await ranArea("[server]\nsync-period 1\n");
    const shown = await start(area).ready();
    const expected = { state: "COMPLETED", status: "PASS", comment: "" };
    const changed = await shown.act("PATCH", "test", { t: "x/1", r: "r1", n: "a", set: { comment: "seen" }, expected });
    expect([changed.status, changed.json()]).toEqual([200, expect.objectContaining({ test: expect.objectContaining({ comment: "seen" }) })]);
    await area.until(() => area.query("SELECT comment FROM tests WHERE testname = 'a'")[0]?.["comment"] === "seen", "the comment to reach the area");
  });
});
