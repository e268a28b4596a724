import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { expect, it } from "vitest";
import { describeHosts, startHosts } from "../kit/hosts.js";
import type { Host } from "../kit/hosts-host.js";
import { root } from "../kit/hosts-lab.js";

const ssh = (to: string, command: string) => ["ssh", "-o", "BatchMode=yes", "-o", "ConnectTimeout=10", to, command];

async function output(host: Host, command: string | readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await host.run(command);
  expect(code, stderr).toBe(0);
  return stdout.trim();
}

describeHosts("two hosts", (hosts) => {
  const { alpha, beta } = hosts;

  it("differ in name, address, processes and /tmp, and have the same files", async () => {
    expect(await output(alpha, "hostname; ip -4 -o address show eth0 | grep -o '192[^/]*'")).toBe("alpha\n192.0.2.11");
    expect(await output(beta, "hostname; ip -4 -o address show eth0 | grep -o '192[^/]*'")).toBe("beta\n192.0.2.12");
    await output(alpha, "echo from alpha | tee /tmp/note /run/note /dev/shm/note shared-note");
    expect(await output(beta, "find /tmp /dev/shm /run -name note; cat shared-note")).toBe("from alpha");
    expect(readFileSync(join(hosts.shared, "shared-note"), "utf8")).toBe("from alpha\n");
    const sleeper = await alpha.spawn(["sleep", "1000"]);
    expect(await output(alpha, "ps -e -o args=")).toContain("sleep 1000");
    expect(await output(beta, "ps -e -o args=")).not.toContain("sleep 1000");
    expect(sleeper.pid).toBeLessThan(1000);
    expect(await output(alpha, "cat /proc/sys/kernel/random/boot_id")).not.toBe(await output(beta, "cat /proc/sys/kernel/random/boot_id"));
  });

  it("know each other by name; a host's own name last stands for the address that others reach it by", async () => {
    expect(await output(alpha, "getent ahostsv4 beta | grep STREAM")).toMatch(/^192\.0\.2\.12 /);
    const lookup = `require("dns").lookup(os.hostname(), { all: true, family: 4 }, (_, all) => console.log(all.at(-1).address))`;
    expect(await output(beta, ["node", "-e", lookup])).toBe("192.0.2.12");
  });

  it("reach each other by ssh without a question, and find the checkout's programs there", async () => {
    expect(await output(alpha, ssh("beta", "hostname"))).toBe("beta");
    expect(await output(beta, ssh(alpha.address, "hostname; command -v megatest"))).toBe(`alpha\n${join(root, "bin/megatest")}`);
    expect(await output(alpha, ssh("alpha", "hostname"))).toBe("alpha");
  });

  it("are off from one moment to the next, and after the next boot have an empty /tmp", async () => {
    const boot = await output(beta, "touch /tmp/lost kept; cat /proc/sys/kernel/random/boot_id");
    const sleeper = await beta.spawn("sleep 1000");
    expect(await output(alpha, ssh("beta", "hostname"))).toBe("beta");
    await beta.powerOff();
    expect(await sleeper.ended).toMatchObject({ code: 137 });
    expect(await alpha.run(ssh("beta", "hostname"))).toMatchObject({ code: 255, stdout: "" });
    await expect(beta.run("true")).rejects.toThrow("beta is off");
    await beta.powerOn();
    expect(await output(alpha, ssh("beta", "find /tmp -name lost; hostname"))).toBe("beta");
    expect(await output(beta, "ls; cat /proc/sys/kernel/random/boot_id")).not.toContain(boot);
    expect(existsSync(join(hosts.shared, "kept"))).toBe(true);
  });

  it("are cut off while the cable is out, in both directions; what runs goes on", async () => {
    const sleeper = await alpha.spawn("echo begun; sleep 1000");
    await alpha.disconnect();
    expect(await alpha.run(ssh("beta", "hostname"))).toMatchObject({ code: 255 });
    expect(await beta.run(ssh("alpha", "hostname"))).toMatchObject({ code: 255 });
    await alpha.connect();
    expect(await output(beta, ssh("alpha", "hostname"))).toBe("alpha");
    expect([sleeper.stdout, sleeper.kill("SIGTERM"), (await sleeper.ended).code, sleeper.kill()]).toEqual(["begun\n", true, 143, false]);
  });

  it("are cut off from everything else", async () => {
    expect(await output(alpha, "ip -4 -o route")).toBe("192.0.2.0/24 dev eth0 proto kernel scope link src 192.0.2.11");
  });

  it("lead no dead process on when its parent is gone", async () => {
    await output(alpha, "(sh -c 'sleep 0.05' &)");
    expect(await output(alpha, "until ! ps -e -o args= | grep -q '[s]leep 0.05'; do :; done; ps -e -o stat= | grep -c Z || true")).toBe("0");
  });
});

describeHosts(
  "a command",
  ({ alpha }) => {
    it("gets words or shell lines, directory, environment and input; nothing leaks in from the tests", async () => {
      process.env["MT_LEAK"] = "1";
      const options = { cwd: "/usr", env: { GIVEN: "a b" }, input: "typed" };
      expect(await alpha.run('pwd; echo "$GIVEN$MT_LEAK$VITEST"; cat; echo bad >&2; exit 3', options)).toEqual({
        code: 3,
        stdout: "/usr\na b\ntyped",
        stderr: "bad\n",
      });
      delete process.env["MT_LEAK"];
      expect(await alpha.run(["printf", "%s|", "a b", "$HOME"])).toMatchObject({ code: 0, stdout: "a b|$HOME|" });
      expect(await alpha.run(["no-such-program"])).toMatchObject({ code: 127 });
      expect(await alpha.run("kill -9 $$")).toMatchObject({ code: 137 });
    });

    it("ends without those whom it leaves behind", async () => {
      const { code, stdout } = await alpha.run("sleep 1000 & echo $!");
      expect(code).toBe(0);
      expect(alpha.kill(Number(stdout), "SIGTERM")).toBe(true);
    });

    it("can have another clock, also in its children and in SQLite; files keep the time of the file server", async () => {
      const times = `
        const Database = require(${JSON.stringify(join(root, "node_modules/better-sqlite3"))});
        const { s } = new Database(":memory:").prepare("SELECT strftime('%s', 'now') AS s").get();
        const date = require("child_process").execFileSync("date", ["+%s"]);
        fs.writeFileSync("/tmp/file", "");
        const file = fs.statSync("/tmp/file").mtimeMs / 1000;
        console.log(JSON.stringify([Date.now() / 1000, Number(s), Number(date), file]));`;
      const before = readdirSync("/dev/shm");
      for (const offset of [3600, -3600]) {
        const { code, stdout, stderr } = await alpha.run(["node", "-e", times], { clockOffset: offset });
        expect(code, stderr).toBe(0);
        const now = Date.now() / 1000;
        const hours = (JSON.parse(stdout) as number[]).map((seconds) => Math.round((seconds - now) / 3600) + 0);
        expect(hours).toEqual([offset / 3600, offset / 3600, offset / 3600, 0]);
      }
      const left = readdirSync("/dev/shm").filter((name) => name.includes("faketime") && !before.includes(name));
      expect(left, "files of the clocks on the machine").toEqual([]);
    });

    it("sees its clock jump while timers go on", async () => {
      const tell = `setInterval(() => console.log(Math.round((Date.now() - ${Date.now()}) / 3600_000)), 10)`;
      const clock = await alpha.spawn(["node", "-e", tell], { clockOffset: 0 });
      const hasSaid = async (hours: string) => {
        while (clock.stdout.trim().split("\n").at(-1) !== hours) await new Promise((tick) => setTimeout(tick, 10));
      };
      await hasSaid("0");
      clock.setClock(3600);
      await hasSaid("1");
      clock.setClock(-3600);
      await hasSaid("-1");
      clock.kill();
      expect(await clock.ended).toMatchObject({ code: 137, stderr: "" });
    });
  },
  { count: 1 },
);

describeHosts(
  "three hosts with a small disk",
  (hosts) => {
    it("all see it, also when it is full", async () => {
      writeFileSync(join(hosts.smallDisk, "note"), "here");
      const { code, stderr } = await hosts.gamma.run("cat note && head -c 3M /dev/zero > big", { cwd: hosts.smallDisk });
      expect({ code, stderr }).toMatchObject({ code: 1, stderr: expect.stringContaining("No space left on device") });
      await hosts.alpha.reboot();
      expect(await hosts.alpha.run("cat note; echo x > more", { cwd: hosts.smallDisk })).toMatchObject({ code: 1, stdout: "here" });
      expect(() => writeFileSync(join(hosts.smallDisk, "mine"), "x")).toThrow("ENOSPC");
    });
  },
  { count: 3, smallDisk: 2 },
);

describeHosts(
  "in the end nothing is left",
  () => {
    /** Processes that speak of a folder or are in one of the namespaces, and mounts in the folder. */
    function traces(folder: string, namespaces: readonly string[] = []): string[] {
      const processes = readdirSync("/proc").filter((entry) => /^\d+$/.test(entry));
      const belongs = (pid: string) => {
        try {
          const inNamespace = ["net", "pid", "mnt", "uts"].some((kind) => namespaces.includes(readlinkSync(`/proc/${pid}/ns/${kind}`)));
          return inNamespace || readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(folder);
        } catch {
          return false;
        }
      };
      const mounts = readFileSync("/proc/self/mountinfo", "utf8").split("\n");
      return [...processes.filter(belongs), ...mounts.filter((line) => line.includes(folder)), ...(existsSync(folder) ? [folder] : [])];
    }

    it("when they are stopped", async () => {
      const hosts = await startHosts({ smallDisk: 2 });
      const [folder, namespaces] = [dirname(hosts.shared), [] as string[]];
      try {
        for (const host of hosts.all) {
          namespaces.push(...(await output(host, "cd /proc/self/ns; readlink net pid mnt uts")).split("\n"));
          await output(host, `setsid sleep 1000 ${folder} > /dev/null 2>&1 & touch busy; ssh ${host.address} 'sleep 1000 > /dev/null 2>&1 &'`);
        }
        expect(new Set(namespaces).size).toBe(8);
        expect(traces(folder, namespaces)).not.toEqual([]);
      } finally {
        await hosts.stop();
      }
      expect(traces(folder, namespaces)).toEqual([]);
    });

    it("when the tests are killed", async () => {
      const script = `
        import { startHosts } from ${JSON.stringify(join(root, "tests/kit/hosts.ts"))};
        const hosts = await startHosts({ smallDisk: 2 });
        await hosts.alpha.spawn(["sleep", "1000", hosts.shared]);
        console.log(hosts.shared);
        setInterval(() => {}, 1000);`;
      const tests = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "--eval", script], {
        cwd: root,
        stdio: ["ignore", "pipe", "inherit"],
      });
      const folder = dirname(String((await createInterface(tests.stdout)[Symbol.asyncIterator]().next()).value));
      expect(traces(folder)).not.toEqual([]);
      tests.kill("SIGKILL");
      await once(tests, "exit");
      while (traces(folder).length > 0) await new Promise((tick) => setTimeout(tick, 10));
    });
  },
  { count: 1 },
);
