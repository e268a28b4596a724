import { chmodSync, existsSync, readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { standardConfig, type TestArea } from "../kit/area.js";
import { bundled } from "../kit/bundled.js";
import { describeHosts } from "../kit/hosts.js";
import { root } from "../kit/hosts-lab.js";
import type { HostProcess } from "../kit/hosts-process.js";

const run = ["-run", "-target", "x/1", "-runname", "r1", "-run-wait"];
const oneStep = { "tests/a/testconfig": "[ezsteps]\ns $MT_MEGATEST -step inner :state end :status 0\n" };

describeHosts("an area whose homehost is another host", (hosts) => {
  const { alpha, beta } = hosts;

  /** One that alpha keeps, and goes on keeping. */
  async function areaOfAlpha(files: Readonly<Record<string, string>> = {}, server = ""): Promise<TestArea> {
    const config = standardConfig().replace(/homehost .*/, `auto-homehost no\n${server}`);
    const area = hosts.area({ "megatest.config": config, ...files });
    expect(await alpha.megatest(area, ["-list-runs", "%"])).toMatchObject({ code: 0 });
    return area;
  }

  /** The logs of servers that have not ended. */
  const serverLogs = (area: TestArea) =>
    (existsSync(join(area.path, "logs")) ? readdirSync(join(area.path, "logs")) : []).filter((name) => /^server-\d+-.*\.log$/.test(name));

  const serverPid = (area: TestArea) => {
    const touched = (name: string) => statSync(join(area.path, "logs", name)).mtimeMs;
    const [newest = ""] = serverLogs(area).sort((a, b) => touched(b) - touched(a));
    return Number(/\d+/.exec(newest)?.[0]);
  };

  const lines = (writer: HostProcess) => writer.stdout.split("\n").filter((line) => line !== "");

  /** Programs on beta that write as fast as they are let, and tell what they have written. */
  async function writersOnBeta(area: TestArea, count: number): Promise<HostProcess[]> {
    const program = await bundled("record-writer", hosts.shared);
    const start = (index: number) => beta.spawn([...program, join(root, "bin/megatest"), `w${index}`, "5"], { cwd: area.path });
    return Promise.all(Array.from({ length: count }, (_, index) => start(index)));
  }

  const everyoneHasWritten = (area: TestArea, writers: readonly HostProcess[], more: number) => {
    const before = writers.map((writer) => lines(writer).length);
    return area.until(() => writers.every((writer, index) => lines(writer).length >= (before[index] ?? 0) + more), "more writes", 60_000);
  };

  /** Each write that was reported as done is there once, and nothing else. */
  async function expectExactly(area: TestArea, writers: readonly HostProcess[]): Promise<void> {
    for (const writer of writers) writer.kill("SIGTERM");
    const ended = await Promise.all(writers.map((writer) => writer.ended));
    expect(ended.map(({ code, stderr }) => (code === 0 ? "" : stderr)).filter((text) => text !== "")).toEqual([]);
    expect(await alpha.megatest(area, ["-sync-to-megatest.db"])).toMatchObject({ code: 0 });
    const found = area.query("SELECT user FROM access_log").map((row) => String(row["user"]));
    expect(found.toSorted()).toEqual(writers.flatMap(lines).toSorted());
  }

  it("04-24: is used from there as at home: tests run there, and their steps are seen at home", async () => {
    const area = await areaOfAlpha({ ...oneStep, "tests/b/testconfig": "[ezsteps]\ns hostname\n[items]\nN 1 2 3\n" });
    const { code, stderr } = await beta.megatest(area, run);
    expect(code, stderr).toBe(0);
    expect(area.read("links/x/1/r1/b/1/s.log").trim()).toBe("beta");
    expect(area.read(".homehost").split("\n")[0]).toBe(alpha.address);
    expect(await alpha.megatest(area, ["-sync-to-megatest.db"])).toMatchObject({ code: 0 });
    expect(Object.values(area.verdicts())).toEqual(Array.from({ length: 5 }, () => "COMPLETED/PASS"));
    expect(area.query("SELECT stepname, status FROM test_steps WHERE stepname = 'inner'")).toEqual([{ stepname: "inner", status: "0" }]);
    expect((await beta.run("find /tmp -path '*/megatest_localdb/*' -name 'megatest.db*'")).stdout).toBe("");
  });

  it("04-19: its server says in its log where it is", async () => {
    const area = await areaOfAlpha();
    expect(await beta.megatest(area, ["-list-runs", "%"])).toMatchObject({ code: 0 });
    const [log = ""] = serverLogs(area);
    expect(log).toMatch(/^server-\d+-alpha\.log$/);
    expect(area.read(`logs/${log}`)).toMatch(new RegExp(`^SERVER STARTED: ${alpha.address}:\\d+ AT \\d+$`, "m"));
    expect(statSync(join(area.path, ".mt-token")).mode & 0o777).toBe(0o600);
  });

  it("04-20, 04-21: its server is seen, asked and ended from there", async () => {
    const area = await areaOfAlpha();
    await beta.megatest(area, ["-list-runs", "%"]);
    const [, address = ""] = /STARTED: (\S+)/.exec(area.read(`logs/${serverLogs(area)[0]}`)) ?? [];
    expect((await beta.megatest(area, ["-list-servers"])).stdout).toContain(address);
    expect(await beta.megatest(area, ["-ping", address])).toMatchObject({ code: 0 });
    expect(await beta.run(["megatest", "-ping", address], { cwd: "/" })).toMatchObject({ code: 0 });
    const pid = serverPid(area);
    expect(await beta.megatest(area, ["-kill-servers"])).toMatchObject({ code: 0 });
    await area.until(() => !alpha.kill(pid, "SIGCONT"), "the server to end");
    expect(await beta.megatest(area, ["-ping", address])).toMatchObject({ code: 1 });
    expect((await beta.megatest(area, ["-list-servers"])).stdout).not.toContain("alive");
  });

  it("no write is lost or done twice when its server is killed again and again while 20 programs write", async () => {
    const area = await areaOfAlpha();
    await alpha.megatest(area, ["-run", "-target", "x/1", "-runname", "r1", "-testpatt", "none"]);
    const writers = await writersOnBeta(area, 20);
    await everyoneHasWritten(area, writers, 3);
    for (let round = 0; round < 3; round++) {
      const pid = serverPid(area);
      expect(alpha.kill(pid)).toBe(true);
      await everyoneHasWritten(area, writers, 3);
      expect(serverPid(area)).not.toBe(pid);
    }
    await expectExactly(area, writers);
  });

  it("a run there goes on when the cable was out for a moment", async () => {
    const area = await areaOfAlpha({ "tests/b/testconfig": "[ezsteps]\ns sleep 0.5\n[items]\nN 1 2 3 4 5 6 7 8\n" });
    const running = await beta.spawn(["megatest", ...run], { cwd: area.path });
    await area.until(() => existsSync(join(area.path, "links/x/1/r1/b/1")), "the first test");
    await alpha.disconnect();
    await new Promise((resolve) => setTimeout(resolve, 2000));
    await alpha.connect();
    const { code, stderr } = await running.ended;
    expect(code, stderr).toBe(0);
    await alpha.megatest(area, ["-sync-to-megatest.db"]);
    expect(new Set(Object.values(area.verdicts()))).toEqual(new Set(["COMPLETED/PASS"]));
  });

  it.each([3600, -3600])("clocks that differ by %i s keep nobody from finding the server", async (clockOffset) => {
    const area = await areaOfAlpha(oneStep);
    expect(await beta.megatest(area, ["-list-runs", "%"], { clockOffset })).toMatchObject({ code: 0 });
    const pid = serverPid(area);
    const { code, stderr } = await beta.megatest(area, run, { clockOffset });
    expect(code, stderr).toBe(0);
    expect(serverPid(area)).toBe(pid);
    expect((await beta.megatest(area, ["-list-servers"], { clockOffset })).stdout).toContain("alive");
  });

  it("a server whose clock jumps by an hour, forth and back, goes on", async () => {
    const area = await areaOfAlpha();
    await alpha.megatest(area, ["-run", "-target", "x/1", "-runname", "r1", "-testpatt", "none"]);
    const server = await alpha.spawn(["megatest", "-server", "-"], { cwd: area.path, clockOffset: 0 });
    await area.until(() => serverLogs(area).length > 0 && area.read(`logs/${serverLogs(area)[0]}`).includes("STARTED"), "the server");
    const writers = await writersOnBeta(area, 3);
    for (const offset of [3600, -3600, 0]) {
      server.setClock(offset);
      await everyoneHasWritten(area, writers, 20);
      expect((await beta.megatest(area, ["-list-servers"])).stdout).toContain("alive");
    }
    expect(serverLogs(area)).toHaveLength(1);
    await expectExactly(area, writers);
  });

  it("04-25: a command ends with 1 when there is no server and none can be started", async () => {
    const area = await areaOfAlpha();
    await alpha.powerOff();
    const { code, stderr } = await beta.megatest(area, ["-list-runs", "%"]);
    expect(code, stderr).toBe(1);
    expect(stderr).toContain(`there is no server for ${area.path}: cannot start a server on ${alpha.address}`);
  });

  it("04 § 4: another user of the homehost is a client of the server that lives there, in a directory that they share", async () => {
    const area = await areaOfAlpha(oneStep);
    for (let path = area.path; path.startsWith(dirname(hosts.shared)); path = dirname(path)) chmodSync(path, 0o711);
    const share = await alpha.run("chgrp -R nogroup . && chmod -R g+rwX . && find . -type d -exec chmod g+s {} +", { cwd: area.path });
    expect(share).toMatchObject({ code: 0 });
    await alpha.spawn("umask 002; exec megatest -server -", { cwd: area.path });
    await area.until(() => serverLogs(area).length > 0 && area.read(`logs/${serverLogs(area)[0]}`).includes("STARTED"), "the server");
    const asNobody = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups", "env", "HOME=/", "USER=nobody", "megatest"];
    const { code, stderr } = await alpha.run([...asNobody, ...run], { cwd: area.path });
    expect(code, stderr).toBe(0);
    expect((await alpha.run("ls /tmp")).stdout).not.toContain("nobody");
    await alpha.megatest(area, ["-kill-servers"]);
    expect(area.query("SELECT owner, tests.state, tests.status FROM runs JOIN tests ON run_id = runs.id")).toEqual([
      { owner: "nobody", state: "COMPLETED", status: "PASS" },
    ]);
  });

  it("04-22: an idle server ends by itself, and has copied everything", async () => {
    const area = await areaOfAlpha(oneStep, "timeout 1s\nsync-period 1000");
    expect(await beta.megatest(area, run)).toMatchObject({ code: 0 });
    const pid = serverPid(area);
    await area.until(() => !alpha.kill(pid, "SIGCONT"), "the server to end");
    expect(area.verdicts()).toEqual({ a: "COMPLETED/PASS" });
    expect(existsSync(join(area.path, ".mt-unsynced"))).toBe(false);
  });
});
