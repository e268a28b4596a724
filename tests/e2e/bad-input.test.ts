import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { areaMaker, runProgram, standardConfig } from "../kit/area.js";

const area = areaMaker(afterEach);

const good = { "tests/good/testconfig": "[ezsteps]\ns true\n" };

describe("what cannot be found", () => {
  it("05-8, 01-48: no megatest.config", async () => {
    const nowhere = mkdtempSync(join(tmpdir(), "megatest-nowhere-"));
    const { code, stderr } = await runProgram("megatest", ["-run", "-target", "x/1", "-runname", "r1"], { cwd: nowhere });
    rmSync(nowhere, { recursive: true });
    expect(code).toBe(2);
    expect(stderr).toContain("No megatest.config file found. Giving up.");
    expect(stderr).toContain(nowhere);
  });

  it("05-13, 01-39: a target that runconfigs.config does not name", async () => {
    const made = area(good);
    const { code, stderr } = await made.megatest(["-run", "-reqtarg", "no/such", "-runname", "r1"]);
    expect(code).toBe(1);
    expect(stderr).toContain(`[no/such] not found in ${join(made.path, "runconfigs.config")}`);
    expect(existsSync(join(made.path, "megatest.db"))).toBe(false);
  });

  it("05-11: a target that does not fit the keys", async () => {
    const { code, stderr } = await area(good).megatest(["-run", "-target", "x", "-runname", "r1"]);
    expect(code).toBe(3);
    expect(stderr).toContain('Invalid target, spaces or blanks not allowed "x", target should be: SYS/RELEASE');
  });

  it("a test pattern that matches nothing", async () => {
    const made = area(good);
    const { code, stderr } = await made.run("-testpatt", "nosuch");
    expect(code).toBe(1);
    expect(stderr).toContain("No tests to run");
    expect(stderr).toContain("matches -testpatt nosuch");
  });

  it("a test without testconfig is no test", async () => {
    const made = area({ ...good, "tests/half/file": "" });
    const { code, stderr } = await made.run("-testpatt", "half");
    expect(code).toBe(1);
    expect(stderr).toContain("a test is a directory with a testconfig");
  });

  it("01-16: a missing include is no mistake, but told with -v", async () => {
    const made = area({ ...good, "megatest.config": `${standardConfig()}\n[include nosuch.config]\n` });
    const { code, stderr } = await made.run("-v");
    expect(code).toBe(0);
    expect(stderr).toContain("include file nosuch.config not found (called from");
  });
});

describe("mistakes in configuration files", () => {
  it("01-6: a malformed section header is a variable, seen in the dump and told by -run", async () => {
    const made = area({ ...good, "megatest.config": `${standardConfig()}\n[setup] # no header\n` });
    const { stdout } = await made.megatest(["-show-config", "-section", "disks", "-var", "[setup]"]);
    expect(stdout).toBe("# no header\n");
    const { code, stderr } = await made.run();
    expect(code).toBe(1);
    expect(stderr).toMatch(/megatest\.config:\d+: "\[setup\]" begins a variable of \[disks\]; a section header is \[name\] alone on its line/);
    expect(made.verdicts()).toEqual({ good: "COMPLETED/PASS" });
  });

  it("a key that cannot be a column", async () => {
    const made = area({ ...good, "megatest.config": standardConfig().replace("RELEASE TEXT", "1st-key TEXT") });
    const { code, stderr } = await made.run();
    expect(code).toBe(1);
    expect(stderr).toMatch(/megatest\.config:\d+/);
    expect(stderr).toContain("1st-key");
  });

  it("02-9: an unknown waiton is named, the test runs without it, the exit code tells", async () => {
    const made = area({ ...good, "tests/a/testconfig": "[ezsteps]\ns true\n[requirements]\nwaiton nosuch good\n" });
    const { code, stderr } = await made.run();
    expect(code).toBe(1);
    expect(stderr).toMatch(/test a has unrecognised waiton testname nosuch \(.*tests\/a\/testconfig:4\)/);
    expect(made.verdicts()).toEqual({ a: "COMPLETED/PASS", good: "COMPLETED/PASS" });
  });

  it("02-10: a waiton cycle is printed and nothing is launched", async () => {
    const waits = (waiton: string) => `[ezsteps]\ns true\n[requirements]\nwaiton ${waiton}\n`;
    const made = area({ "tests/a/testconfig": waits("b"), "tests/b/testconfig": waits("c"), "tests/c/testconfig": waits("a") });
    const { code, stderr } = await made.run();
    expect(code).toBe(1);
    expect(stderr).toMatch(/circular waiton: (a -> b -> c -> a|b -> c -> a -> b|c -> a -> b -> c)/);
    expect(existsSync(join(made.path, "runs/x"))).toBe(false);
  });
});

describe("disks and directories", () => {
  it("03-4: no usable disk", async () => {
    const made = area({ ...good, "megatest.config": standardConfig().replace("disk0 @AREA@/runs", "disk0 @AREA@/nosuch") });
    const { code, stderr } = await made.run();
    expect(code).toBe(1);
    expect(stderr).toContain(`disk ${join(made.path, "nosuch")} is not a directory`);
    expect(stderr).toContain("No usable disk in [disks]");
    expect(made.verdicts()).toEqual({ good: "COMPLETED/ABORT" });
  });

  // Permissions do not bind root; an immutable file in the way does.
  it("a run directory that cannot be made; other tests are unharmed", async () => {
    const made = area({ ...good, "tests/bad/testconfig": "[ezsteps]\ns true\n", "runs/x/1/r1/bad": "in the way" });
    const { code, stderr } = await made.run();
    expect(code).toBe(1);
    expect(stderr).toContain(`cannot create work area ${join(made.path, "runs/x/1/r1/bad")}`);
    expect(made.verdicts()).toEqual({ bad: "COMPLETED/ABORT", good: "COMPLETED/PASS" });
    expect(String(made.query("SELECT comment FROM tests WHERE testname = 'bad'")[0]?.["comment"])).toContain("cannot create work area");
  });

  it("a real directory where a link belongs", async () => {
    const made = area({ ...good, "links/x/1/r1/good/mine": "" });
    const { code, stderr } = await made.run();
    expect(code).toBe(1);
    expect(stderr).toContain("is a directory with files of its own where a link belongs");
    expect(existsSync(join(made.path, "links/x/1/r1/good/mine"))).toBe(true);
  });

  it.runIf(process.getuid?.() === 0)(
    "a full disk (needs root for a tmpfs): tests there are ABORT or FAIL with a reason, others unharmed",
    async () => {
      const made = area({
        "tests/big/testconfig": "[ezsteps]\nfill head -c 4000000 /dev/zero > big.bin\n[disks]\nd @AREA@/tiny\n",
        "tests/more/testconfig": "[ezsteps]\ns true\n[disks]\nd @AREA@/tiny\n[requirements]\nwaiton big\nmode toplevel\n",
        ...good,
      });
      const config = made.read("megatest.config").replace("[setup]", "[setup]\nminspace 0");
      made.write({ "megatest.config": config });
      const tiny = join(made.path, "tiny");
      mkdirSync(tiny);
      execFileSync("mount", ["-t", "tmpfs", "-o", "size=200k", "tmpfs", tiny]);
      try {
        const { code, stderr } = await made.run();
        expect(code).toBe(1);
        expect(stderr).toMatch(/No usable disk|no space left/i);
        expect(made.verdicts()).toMatchObject({ good: "COMPLETED/PASS", more: "COMPLETED/ABORT" });
        expect(made.verdicts()["big"]).toMatch(/^COMPLETED\/(FAIL|ABORT)$/);
      } finally {
        execFileSync("umount", ["-l", tiny]);
      }
    },
  );

  it("too little space for the records: nothing begins", async () => {
    const made = area({ ...good, "megatest.config": standardConfig().replace("[setup]", "[setup]\ndbdir-space-required 999999999999") });
    const { code, stderr } = await made.run();
    expect(code).toBe(1);
    expect(stderr).toMatch(/Insufficient space in \S+, require 999999999999, have \d+, exiting now\./);
  });
});

describe("steps that behave badly", () => {
  it("200 MB of output, binary output, a daemon left behind: other tests are unharmed", async () => {
    const made = area({
      ...good,
      "tests/loud/testconfig": "[ezsteps]\ns head -c 200000000 /dev/zero\n",
      "tests/binary/testconfig": "[ezsteps]\ns head -c 100000 /dev/urandom\n",
      "tests/daemon/testconfig": "[ezsteps]\ns setsid sleep 2 & echo started\n",
    });
    const { code } = await made.run();
    expect(code).toBe(0);
    expect(made.verdicts()).toEqual({ binary: "COMPLETED/PASS", daemon: "COMPLETED/PASS", good: "COMPLETED/PASS", loud: "COMPLETED/PASS" });
    expect(statSync(join(made.path, "links/x/1/r1/loud/s.log")).size).toBe(200_000_000);
  });

  it("03-38: over its time limit a test is killed with all descendants, also those that ignore SIGTERM or changed their session", async () => {
    const made = area({
      ...good,
      "tests/slow/stubborn.sh": "#!/bin/bash\ntrap '' TERM\necho $$ > $MT_RUN_AREA_HOME/pid\nwhile true; do sleep 1; done\n",
      "tests/slow/testconfig":
        "[requirements]\nruntimelim 2s\n[ezsteps]\nfirst true\ns setsid ./stubborn.sh & setsid setsid ./stubborn.sh; wait\nnever true\n",
    });
    const { code } = await made.run();
    expect(code).toBe(0);
    expect(made.verdicts()).toEqual({ good: "COMPLETED/PASS", slow: "KILLED/KILLED" });
    expect(made.query("SELECT comment FROM tests WHERE testname = 'slow'")).toEqual([{ comment: "time limit of 2s exceeded" }]);
    expect(made.query("SELECT count(*) AS n FROM test_steps WHERE stepname = 'never'")).toEqual([{ n: 0 }]);
    await made.until(() => !existsSync(`/proc/${made.read("pid").trim()}`), "the killed process to be reaped");
  });

  it("03-39: KILLREQ kills a running test", async () => {
    const made = area({ "tests/slow/testconfig": "[ezsteps]\ns sleep 60\n" });
    await made.megatest(["-run", "-target", "x/1", "-runname", "r1"]);
    await made.until(() => made.verdicts()["slow"] === "RUNNING/n/a", "the test to run");
    await made.megatest(["-set-state-status", "KILLREQ,n/a", "-target", "x/1", "-runname", "r1", "-testpatt", "slow"]);
    await made.until(() => made.verdicts()["slow"] === "KILLED/KILLED", "the test to be killed");
    expect(made.query("SELECT comment FROM tests")).toEqual([{ comment: "killed on request" }]);
  });

  it("a step that removes its own run directory ends as ABORT or FAIL, not as a crash of the executor", async () => {
    const made = area({ ...good, "tests/self/testconfig": "[ezsteps]\ns rm -rf ../self/* ../self/.[a-z]* $(readlink -f .)\nt true\n" });
    const { code } = await made.run();
    expect([0, 1]).toContain(code);
    expect(made.verdicts()["good"]).toBe("COMPLETED/PASS");
    expect(made.verdicts()["self"]).toMatch(/^COMPLETED\/(FAIL|ABORT)$/);
  });

  it("an unreadable source file does not stop the others", async () => {
    const made = area({ ...good, "tests/odd/testconfig": "[ezsteps]\ns true\n", "tests/odd/secret": "x" });
    execFileSync("mkfifo", [join(made.path, "tests/odd/pipe")]);
    chmodSync(join(made.path, "tests/odd/secret"), 0o000);
    await made.run();
    expect(made.verdicts()["good"]).toBe("COMPLETED/PASS");
    expect(made.verdicts()["odd"]).toMatch(/^COMPLETED\//);
  });
});
