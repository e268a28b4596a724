import { existsSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { age, writeUndated } from "../kit/aged.js";
import type { CommandResult, TestArea } from "../kit/area.js";
import { standardConfig } from "../kit/area.js";
import { bundled } from "../kit/bundled.js";
import { describeHosts } from "../kit/hosts.js";
import type { Host } from "../kit/hosts-host.js";
import { root } from "../kit/hosts-lab.js";
import type { HostProcess } from "../kit/hosts-process.js";

const files = { "tests/a/testconfig": "[ezsteps]\ns true\n" };
const run = (runname: string) => ["-run", "-target", "x/1", "-runname", runname, "-run-wait"];
const hour = 3600;

describeHosts(
  "the homehost moves",
  (hosts) => {
    const { alpha, beta, gamma } = hosts;

    /** An area in which alpha, its homehost, ran something two hours ago. */
    async function quietArea(server = ""): Promise<TestArea> {
      const config = standardConfig().replace("homehost 127.0.0.1\n", `${server}\n`);
      const area = hosts.area({ ...files, "megatest.config": config });
      expectDone(await alpha.megatest(area, run("r1")));
      expectDone(await alpha.run("while pgrep -f '[-]execute -'; do sleep 0.05; done"));
      age(area.path, 2 * hour);
      return area;
    }

    function expectDone({ code, stderr }: CommandResult): void {
      expect({ code, stderr: code === 0 ? "" : stderr }).toEqual({ code: 0, stderr: "" });
    }

    const homehost = (area: TestArea) => area.read(".homehost").split("\n")[0];
    const lock = (area: TestArea) => join(area.path, ".homehost.lock");

    function expectMoved(area: TestArea, from: Host, to: Host, { code, stderr }: CommandResult): void {
      expect({ code, stderr }).toEqual({
        code: 0,
        stderr: expect.stringContaining(`INFO: (0) homehost moved from ${from.address} to ${to.address}\n`),
      });
      expect(homehost(area)).toBe(to.address);
      expect(existsSync(lock(area))).toBe(false);
      expect(existsSync(join(area.path, ".mt-maint.lock"))).toBe(false);
    }

    function expectStays(area: TestArea, at: Host, { code, stderr }: CommandResult, reason: RegExp | string): void {
      expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(reason) });
      expect(homehost(area)).toBe(at.address);
      expect(existsSync(lock(area))).toBe(false);
    }

    /** On alpha, and it has written something. */
    async function startWriter(area: TestArea): Promise<HostProcess> {
      const command = [...(await bundled("record-writer", hosts.shared)), join(root, "bin/megatest"), "w", "20"];
      const writer = await alpha.spawn(command, { cwd: area.path });
      await area.until(() => writer.stdout.split("\n").length > 20, "some writes");
      return writer;
    }

    async function runsOn(host: Host, area: TestArea): Promise<string[]> {
      const result = await host.megatest(area, ["-list-runs", "%", "-fields", "runs:runname"]);
      expectDone(result);
      return [...result.stdout.matchAll(/^Run: \S*?(r\d)\b/gm)].map((match) => match[1] ?? "").sort();
    }

    describe("by itself", () => {
      it("04-61: away from a dead host, when -run starts here", async () => {
        const area = await quietArea();
        await alpha.powerOff();
        expectMoved(area, alpha, beta, await beta.megatest(area, run("r2")));
        expect(area.read("logs/homehost.log")).toMatch(new RegExp(`^\\d{10} root ${alpha.address} -> ${beta.address}\n$`));
        expect(await runsOn(beta, area)).toEqual(["r1", "r2"]);
        expect(area.verdicts("r2")).toEqual({ a: "COMPLETED/PASS" });
      });

      it("to one of two hosts that begin to work at once; the other works through it", async () => {
        const area = await quietArea();
        await alpha.powerOff();
        const results = await Promise.all([beta.megatest(area, run("r2")), gamma.megatest(area, run("r3"))]);
        for (const result of results) expectDone(result);
        expect(area.read("logs/homehost.log").trim().split("\n")).toHaveLength(1);
        const winner = homehost(area) === beta.address ? beta : gamma;
        expect(await runsOn(winner, area)).toEqual(["r1", "r2", "r3"]);
        expectDone(await winner.megatest(area, ["-sync-to-megatest.db"]));
        expect([area.verdicts("r2"), area.verdicts("r3")]).toEqual([{ a: "COMPLETED/PASS" }, { a: "COMPLETED/PASS" }]);
      });

      it("04-62: not while a test ran 10 minutes ago; and the reason is told", async () => {
        const area = await quietArea();
        const then = Math.floor(Date.now() / 1000) - 600;
        writeUndated(area.path, `UPDATE tests SET state = 'RUNNING', last_update = ${then}`);
        await alpha.powerOff();
        const moving = await beta.spawn(["megatest", ...run("r2")], { cwd: area.path });
        const text = `INFO: (1) homehost stays ${alpha.address}: x/1/r1/a is RUNNING, last sign of life 10m`;
        await area.until(() => moving.stderr.includes(text), text);
        moving.kill();
        expect(homehost(area)).toBe(alpha.address);
      });

      it("04-63: from a test that gave no sign of life for 31 minutes", async () => {
        const area = await quietArea();
        const then = Math.floor(Date.now() / 1000) - 31 * 60;
        writeUndated(area.path, `UPDATE tests SET state = 'RUNNING', last_update = ${then}`);
        expectMoved(area, alpha, beta, await beta.megatest(area, run("r2")));
      });

      it("04-66: not with auto-homehost no, and not for commands that only read", async () => {
        const area = await quietArea("auto-homehost no");
        const { stderr } = await beta.megatest(area, run("r2"));
        expect(stderr).toContain(`INFO: (1) homehost stays ${alpha.address}: [server] auto-homehost is no`);
        const other = await quietArea();
        await beta.megatest(other, ["-list-runs", "%"]);
        expect([homehost(area), homehost(other)]).toEqual([alpha.address, alpha.address]);
      });

      it.each(["-cleanup-db", "-rebuild-db", "-import-megatest.db"])("for %s, which must be given on the homehost", async (flag) => {
        const area = await quietArea();
        await alpha.powerOff();
        expectMoved(area, alpha, beta, await beta.megatest(area, [flag]));
        expect(await runsOn(beta, area)).toEqual(["r1"]);
      });

      it("04-17: for -cleanup-db not when tests ran 5 minutes ago", async () => {
        const area = await quietArea();
        age(area.path, -2 * hour + 300);
        expectStays(area, alpha, await beta.megatest(area, ["-cleanup-db"]), "you must be on the homehost to run with -cleanup-db");
      });
    });

    describe("when it is told to", () => {
      const migrate = (...more: string[]) => ["-migrate-homehost", ...more];

      it("with all that the old host has not copied to megatest.db yet", async () => {
        const area = await quietArea();
        const writer = await startWriter(area);
        writer.kill();
        const written = (await writer.ended).stdout.trim().split("\n");
        expect(area.query("SELECT user FROM access_log")).toEqual([]);
        expectMoved(area, alpha, beta, await beta.megatest(area, migrate()));
        expect(area.query("SELECT user FROM access_log").map(({ user }) => user)).toEqual(expect.arrayContaining(written));
      });

      it("but never from under a test, though only the old host knows that it runs; and the test goes on", async () => {
        const area = await quietArea("sync-period 1000");
        area.write({
          "tests/b/testconfig": "[ezsteps]\ns touch $MT_RUN_AREA_HOME/began; while ! test -e $MT_RUN_AREA_HOME/go; do sleep 0.1; done; true\n",
        });
        const running = await alpha.spawn(["megatest", ...run("r2"), "-testpatt", "b"], { cwd: area.path });
        await area.until(() => existsSync(join(area.path, "began")), "the test to run");
        expect(area.query("SELECT runname FROM runs")).toEqual([{ runname: "r1" }]);
        expectStays(
          area,
          alpha,
          await beta.megatest(area, migrate("-force")),
          /x\/1\/r2\/b is (LAUNCHED|REMOTEHOSTSTART|RUNNING), last sign of life \ds ago/,
        );
        area.write({ go: "" });
        expectDone(await running.ended);
        expectDone(await alpha.megatest(area, ["-sync-to-megatest.db"]));
        expect(area.verdicts("r2")).toEqual({ b: "COMPLETED/PASS" });
      });

      it("to another host, which makes the live database when it is first used there; and is told where it is already", async () => {
        const area = await quietArea();
        expectMoved(area, alpha, gamma, await beta.megatest(area, migrate("gamma")));
        expect(await runsOn(gamma, area)).toEqual(["r1"]);
        expect(await gamma.megatest(area, migrate())).toMatchObject({
          code: 0,
          stderr: expect.stringContaining(`homehost is ${gamma.address} already`),
        });
        expect(await gamma.megatest(area, migrate("gamma"))).toMatchObject({ code: 0 });
        expectMoved(area, gamma, alpha, await gamma.megatest(area, migrate("alpha")));
        expect(await runsOn(alpha, area)).toEqual(["r1"]);
        expect(area.read(".homehost")).toBe(`${alpha.address}\nepoch 3\n`);
      });

      it("but not to a host that cannot be reached, is unknown, or is to be retired", async () => {
        const area = await quietArea("retire-hosts gamma");
        expectStays(area, alpha, await alpha.megatest(area, migrate("gamma")), /192\.0\.2\.13 is among \[server\] retire-hosts gamma/);
        expectStays(area, alpha, await alpha.megatest(area, migrate("nobody")), /-migrate-homehost nobody: no address is known for this host/);
        await beta.powerOff();
        expectStays(area, alpha, await alpha.megatest(area, migrate("beta")), /192\.0\.2\.12 can't be reached by ssh/);
        expectStays(area, alpha, await gamma.megatest(area, migrate()), /192\.0\.2\.13 is among \[server\] retire-hosts gamma/);
      });

      it("-actions print says what speaks for and against it, and changes nothing", async () => {
        const area = await quietArea();
        const before = readFileSync(join(area.path, "megatest.db"));
        const ready = await beta.megatest(area, migrate("-actions", "print"));
        expect(ready).toMatchObject({
          code: 0,
          stdout: expect.stringContaining(`would move the homehost from ${alpha.address} to ${beta.address}\n`),
        });
        expect(ready.stdout).toMatch(/^yes {2}quiet +test x\/1\/r1\/a .* ago, at least 30m 0s$/m);
        writeUndated(area.path, `UPDATE tests SET state = 'RUNNING', last_update = ${Math.floor(Date.now() / 1000)}`);
        const running = await beta.megatest(area, migrate("-force", "-actions", "print"));
        expect(running.stdout).toMatch(/^no {3}no live test +x\/1\/r1\/a is RUNNING, last sign of life \ds ago$/m);
        expect(running.stdout).toContain(`homehost would stay ${alpha.address}\n`);
        expect(homehost(area)).toBe(alpha.address);
        expect(before.length).toBe(readFileSync(join(area.path, "megatest.db")).length);
      });

      it("and refuses when something ran lately, unless forced", async () => {
        const area = await quietArea();
        age(area.path, -2 * hour + 300);
        expectStays(area, alpha, await beta.megatest(area, migrate()), /x\/1\/r1.* ago, less than 30m 0s/);
        expectMoved(area, alpha, beta, await beta.megatest(area, migrate("-force")));
      });

      it("to one of two that are told so at once", async () => {
        const area = await quietArea();
        const results = await Promise.all([beta, gamma].map((host) => host.megatest(area, migrate())));
        const winner = homehost(area) === beta.address ? 0 : 1;
        expect(results[winner]).toMatchObject({ code: 0 });
        expect(results[1 - winner]).toMatchObject({ code: 1, stderr: expect.stringContaining("homehost stays") });
        expect(area.read("logs/homehost.log").trim().split("\n")).toHaveLength(1);
        expect(area.read(".homehost")).toMatch(/\nepoch 2\n$/);
        expect(await runsOn([beta, gamma][winner] ?? beta, area)).toEqual(["r1"]);
      });
    });

    describe("away from a host that cannot be reached", () => {
      it("04-64: not while it may hold records that are nowhere else, unless forced", async () => {
        const area = await quietArea();
        const epoch = 1_700_000_000;
        area.write({ ".mt-unsynced": `alpha ${epoch} /tmp/root/x\n` });
        await alpha.disconnect();
        const refused = await beta.megatest(area, ["-migrate-homehost"]);
        expectStays(area, alpha, refused, `homehost ${alpha.address} can't be reached and holds unsynced data since 2023-11-14`);
        const forced = await beta.megatest(area, ["-migrate-homehost", "-force"]);
        expectMoved(area, alpha, beta, forced);
        expect(forced.stderr).toContain("WARNING: homehost 192.0.2.11 can't be reached and holds unsynced data");
        expect(await runsOn(beta, area)).toEqual(["r1"]);
      });

      it("also when nobody knows its name", async () => {
        const area = await quietArea();
        area.write({ ".homehost": "condemned.invalid\n" });
        const { code, stderr } = await beta.megatest(area, ["-migrate-homehost"]);
        expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining(`homehost moved from condemned.invalid to ${beta.address}`) });
        expect(area.read(".homehost")).toBe(`${beta.address}\nepoch 2\n`);
        expect(await runsOn(beta, area)).toEqual(["r1"]);
      });
    });

    describe("from under a process that goes on writing there", () => {
      it.each([
        ["that can be reached", async () => {}],
        ["whose cable is out", () => alpha.disconnect()],
      ])("on a host %s: no write is lost or done twice", async (_, before) => {
        const area = await quietArea();
        const writer = await startWriter(area);
        await before();
        await beta.run("sleep 1");
        const moving = await beta.megatest(area, ["-migrate-homehost"]);
        if (before.length === 0 && moving.code !== 0) expectStays(area, alpha, moving, "holds unsynced data since");
        else expectMoved(area, alpha, beta, moving);
        await alpha.connect();
        const written = writer.stdout.split("\n").length;
        await area.until(() => writer.stdout.split("\n").length > written + 20, "more writes");
        writer.kill("SIGTERM");
        const { code, stdout, stderr } = await writer.ended;
        expect({ code, stderr: code === 0 ? "" : stderr }).toEqual({ code: 0, stderr: "" });
        expectDone(await (moving.code === 0 ? beta : alpha).megatest(area, ["-sync-to-megatest.db"]));
        const found = area.query("SELECT user FROM access_log ORDER BY id").map((row) => String(row["user"]));
        expect(found.toSorted()).toEqual(stdout.trim().split("\n").toSorted());
      });

      it("that slept while its host could not be reached: it writes nothing more there", async () => {
        const area = await quietArea();
        const writer = await alpha.spawn([...(await bundled("local-writer", hosts.shared)), "w", "40"], { cwd: area.path });
        await area.until(() => writer.stdout.split("\n").length > 20, "some writes");
        area.write({ pause: "" });
        const isClean = () => !existsSync(join(area.path, ".mt-unsynced"));
        await alpha.run("sleep 0.5");
        await area.until(isClean, "all writes to be copied");
        await alpha.disconnect();
        expectMoved(area, alpha, beta, await beta.megatest(area, ["-migrate-homehost"]));
        await alpha.connect();
        rmSync(join(area.path, "pause"));
        const { code, stdout } = await writer.ended;
        expect(code).toBe(0);
        expect(isClean()).toBe(true);
        const found = area.query("SELECT user FROM access_log").map(({ user }) => user);
        expect(
          stdout
            .trim()
            .split("\n")
            .filter((token) => !found.includes(token)),
        ).toEqual([]);
      });
    });

    describe("past locks of the dead", () => {
      it("04-65: at once where they died, elsewhere after 300 s", async () => {
        const area = await quietArea();
        writeFileSync(lock(area), `beta-4194999 1700000000 ${alpha.address}\n`);
        writeFileSync(join(area.path, ".mt-maint.lock"), "beta-4194999 1700000000 homehost\n");
        expectMoved(area, alpha, beta, await beta.megatest(area, ["-migrate-homehost"]));
        writeFileSync(lock(area), `beta-1 1700000000 ${alpha.address}\n`);
        const longAgo = new Date(Date.now() - 301_000);
        utimesSync(lock(area), longAgo, longAgo);
        expectMoved(area, beta, gamma, await gamma.megatest(area, ["-migrate-homehost"]));
      });

      it("but waits for one that lives, and then leaves the homehost where it is", async () => {
        const area = await quietArea();
        writeFileSync(lock(area), `gamma-1 1700000000 ${alpha.address}\n`);
        const waiting = await beta.spawn(["megatest", "-migrate-homehost"], { cwd: area.path });
        await beta.run("sleep 2");
        expect(homehost(area)).toBe(alpha.address);
        rmSync(lock(area));
        expectStays(area, alpha, await waiting.ended, "another process was just moving it");
        expectMoved(area, alpha, beta, await beta.megatest(area, ["-migrate-homehost"]));
      });
    });

    describe("when it is interrupted", () => {
      it.each(["SIGINT", "SIGTERM"] as const)("by %s: takes its locks away with it", async (signal) => {
        const area = await quietArea();
        await alpha.disconnect();
        const moving = await beta.spawn(["megatest", "-migrate-homehost", "-v"], { cwd: area.path });
        await area.until(() => moving.stderr.includes("moving the homehost: flush"), "the move to begin");
        moving.kill(signal);
        expect((await moving.ended).code).toBe(signal === "SIGINT" ? 130 : 143);
        expect(homehost(area)).toBe(alpha.address);
        for (const name of [".homehost.lock", ".mt-maint.lock"]) expect(existsSync(join(area.path, name))).toBe(false);
        await alpha.connect();
        expectMoved(area, alpha, gamma, await gamma.megatest(area, ["-migrate-homehost"]));
      });
    });

    describe("by the clocks of hosts that disagree", () => {
      it.each([
        [hour, 300],
        [-hour, 300],
        [-hour, -300],
      ])("a clock that is %i s off does not make the homehost move while something ran %i s ago", async (clockOffset, seconds) => {
        const area = await quietArea();
        age(area.path, -2 * hour + seconds);
        const { code, stderr } = await beta.megatest(area, ["-migrate-homehost"], { clockOffset });
        expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(/ ago, less than 30m 0s/) });
      });

      it("neither does a move in progress look dead", async () => {
        const area = await quietArea();
        writeFileSync(lock(area), `gamma-1 1700000000 ${alpha.address}\n`);
        const waiting = await beta.spawn(["megatest", "-migrate-homehost"], { cwd: area.path, clockOffset: hour });
        await beta.run("sleep 2");
        expect(existsSync(lock(area))).toBe(true);
        rmSync(lock(area));
        expect((await waiting.ended).code).toBe(1);
      });

      it("but where nothing runs it moves all the same", async () => {
        const area = await quietArea();
        expectMoved(area, alpha, beta, await beta.megatest(area, ["-migrate-homehost"], { clockOffset: hour }));
        expectMoved(area, beta, gamma, await gamma.megatest(area, ["-migrate-homehost"], { clockOffset: -hour }));
      });
    });

    describe("from a host that is to be retired", () => {
      async function areaToLeave(): Promise<TestArea> {
        const area = await quietArea("timeout 1h");
        area.write({ "megatest.config": area.read("megatest.config").replace("[server]\n", "[server]\nretire-hosts alpha\n") });
        return area;
      }

      it("by itself when the area is quiet; and to whoever works there next", async () => {
        const area = await areaToLeave();
        expectDone(await alpha.megatest(area, ["-list-runs", "%"]));
        expect(existsSync(join(area.path, ".homehost"))).toBe(false);
        const there = await alpha.megatest(area, run("r2"));
        expect(there).toMatchObject({ code: 1, stderr: expect.stringContaining("this host is to be retired ([server] retire-hosts alpha)") });
        expect(existsSync(join(area.path, ".homehost"))).toBe(false);
        expectDone(await beta.megatest(area, run("r2")));
        expect(area.read(".homehost")).toMatch(new RegExp(`^${beta.address}\nepoch \\d+\n$`));
        expect(await runsOn(beta, area)).toEqual(["r1", "r2"]);
      });

      it("by its server, which then ends", async () => {
        const area = await areaToLeave();
        const server = await alpha.spawn(["megatest", "-server", "-"], { cwd: area.path });
        await area.until(() => !existsSync(join(area.path, ".homehost")), "the server to give the homehost away", 60_000);
        expectDone(await server.ended);
        expect(existsSync(join(area.path, ".mt-unsynced"))).toBe(false);
        expectDone(await beta.megatest(area, run("r2")));
        expect(await runsOn(beta, area)).toEqual(["r1", "r2"]);
        expect((await alpha.megatest(area, ["-list-runs", "%"])).stdout).toContain("r2");
      });
    });
  },
  { count: 3 },
);
