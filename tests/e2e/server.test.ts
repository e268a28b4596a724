import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { areaMaker, standardConfig, type TestArea } from "../kit/area.js";

const makeArea = areaMaker(afterEach);
const servers = new Set<TestArea>();

afterEach(async () => {
  for (const area of servers) await area.megatest(["-kill-servers"]);
  servers.clear();
});

/** An area whose servers end with the test. */
function area(server: string, files: Readonly<Record<string, string>> = {}): TestArea {
  const made = makeArea({ "megatest.config": standardConfig().replace("[server]", `[server]\n${server}`), ...files });
  servers.add(made);
  return made;
}

const logs = (made: TestArea) => {
  const directory = join(made.path, "logs");
  return existsSync(directory) ? readdirSync(directory).filter((name) => /^server-\d+-.*\.log$/.test(name)) : [];
};
const serverLog = (made: TestArea) => made.read(`logs/${logs(made)[0]}`);
const calls = (made: TestArea) => [...serverLog(made).matchAll(/^(\S+)\tavg: /gm)].map(([, name]) => name);
const end = async (made: TestArea) => {
  const [name = ""] = logs(made);
  const pid = Number(/\d+/.exec(name)?.[0]);
  process.kill(pid, "SIGTERM");
  await made.until(() => serverLog(made).includes("SERVER: ended"), "the server to end");
};
const inner = { "tests/a/testconfig": "[ezsteps]\ns $MT_MEGATEST -step inner :state end :status 0\n" };

describe("[server] force", () => {
  it("04-26: always: runner, executor and tests write through the server", async () => {
    const made = area("force always", inner);
    const { code, stderr } = await made.run();
    expect(code, stderr).toBe(0);
    await end(made);
    expect(made.verdicts()).toEqual({ a: "COMPLETED/PASS" });
    expect(made.query("SELECT status FROM test_steps WHERE stepname = 'inner'")).toEqual([{ status: "0" }]);
    expect(calls(made)).toEqual(expect.arrayContaining(["register-run", "claim-test", "start-test", "teststep-set-status!"]));
  });

  it("test: only what executes tests does", async () => {
    const made = area("force test", inner);
    const { code, stderr } = await made.run();
    expect(code, stderr).toBe(0);
    await end(made);
    expect(made.verdicts()).toEqual({ a: "COMPLETED/PASS" });
    expect(calls(made)).toContain("teststep-set-status!");
    expect(calls(made)).not.toContain("register-run");
  });

  it("anything else is an error, and always", async () => {
    const made = area("force maybe");
    const { code, stderr } = await made.megatest(["-list-runs", "%"]);
    expect(code).toBe(0);
    expect(stderr).toContain("ERROR: [server] force maybe: must be always or test, taken for always");
    expect(logs(made)).toHaveLength(1);
  });

  it("unset: no server is started", async () => {
    const made = area("", inner);
    expect((await made.run()).code).toBe(0);
    expect(logs(made)).toEqual([]);
  });
});

describe("servers", () => {
  it("05 § 6.11, 04-21: are listed and ended", async () => {
    const made = area("force always");
    await made.megatest(["-list-runs", "%"]);
    const [log = ""] = logs(made);
    const pid = /\d+/.exec(log)?.[0] ?? "";
    const [, address = ""] = /^SERVER STARTED: (\S+) AT/m.exec(serverLog(made)) ?? [];
    const header =
      "pid     Interface:port        age (hms)           Last mod            State   \n===     ==============        =========           ========            =====   \n";
    const listed = await made.megatest(["-list-servers"]);
    expect(listed.stdout.replace(/ \d+s( +)\d+s( +)alive/, " 1s$1 0s$2alive")).toMatch(
      new RegExp(`^${escaped(header)}${pid.padEnd(8)}${address.padEnd(22)}\\d+s +\\d+s +alive   \n$`),
    );
    const killed = await made.megatest(["-kill-servers"]);
    expect(killed.stdout).toContain(`${pid.padEnd(8)}${address}`);
    expect(killed.stderr).toMatch(new RegExp(`^INFO: \\(0\\) Attempting to kill server process ${pid} on host \\S+\n$`));
    expect(existsSync(join(made.path, "logs", `${log}.gz`))).toBe(true);
    expect((await made.megatest(["-list-servers"])).stdout).toBe(header);
    expect(await made.megatest(["-ping", address])).toMatchObject({ code: 1 });
  });

  it("05-40: -ping finds nobody, and refuses what is no address", async () => {
    const made = area("");
    expect(await made.megatest(["-ping", "127.0.0.1:1"])).toMatchObject({ code: 1 });
    for (const bad of ["bad", "8080", "host:", ":80", "host:99999"]) {
      expect(await made.megatest(["-ping", bad])).toMatchObject({ code: 1, stderr: "ERROR: bad host:port\n" });
    }
  });

  it("a second server goes at once, and says so in its log", async () => {
    const made = area("");
    const first = made.start(["-server", "-"]);
    const ended = new Promise((resolve) => first.once("exit", (code) => resolve(code)));
    await made.until(() => logs(made).length > 0 && serverLog(made).includes("SERVER STARTED"), "the first server");
    expect(await made.megatest(["-server", "127.0.0.1"])).toMatchObject({ code: 0 });
    const defunct = readdirSync(join(made.path, "logs")).filter((name) => name.startsWith("defunct-server-"));
    expect(defunct.map((name) => made.read(`logs/${name}`))).toEqual(["INFO: (0) another server of this area lives\n"]);
    first.kill("SIGTERM");
    expect(await ended).toBe(143);
  });

  it("are run on the homehost only", async () => {
    const made = makeArea({ "megatest.config": standardConfig().replace("homehost 127.0.0.1", "homehost nowhere.example") });
    expect(await made.megatest(["-server", "-"])).toMatchObject({
      code: 1,
      stderr:
        "ERROR: you must be on the homehost to run with -server, you can move homehost by removing the .homehost file but this will disrupt any runs in progress.\n",
    });
    expect(logs(made)).toEqual([]);
  });

  it("have a timeout in hours, or with a unit; any other is an error", async () => {
    const made = area("timeout soon");
    expect(await made.megatest(["-server", "-"])).toMatchObject({
      code: 1,
      stderr: "ERROR: [server] timeout soon: must be a number of hours, or e.g. 30m\n",
    });
    made.write({ "megatest.config": made.read("megatest.config").replace("timeout soon", "timeout 0.0001") });
    expect(await made.megatest(["-server", "-"])).toMatchObject({ code: 0 });
  });
});

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
