import { existsSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { areaMaker, standardConfig, type TestArea } from "../kit/area.js";

const area = areaMaker(afterAll);

describe("what a test sees of the configuration", () => {
  let made: TestArea;
  let stderr = "";

  beforeAll(async () => {
    made = area({
      "megatest.config": `${standardConfig()}[tests-paths]\nmore more\n[jobtools]\nlauncher @AREA@/launcher\n[setup]\nlaunch-delay 0\n[env-override]\nSHADE override\n`,
      "runconfigs.config": "[default]\nCOLOR default\nSHADE runconfigs\nPLACE $HOME/x\n[x/1]\nCOLOR one\n",
      launcher: '#!/bin/sh\nenv > launcher.env\nexec "$@"\n',
      "tests/t/testconfig": "[ezsteps]\ns echo tests > from; true\n",
      "more/t/testconfig": "[ezsteps]\ns echo more > from; env > inside.env; true\n",
      "tests/boards/testconfig": "[items]\nBOARD r1 r2\n[ezsteps]\n#{getenv BOARD}s echo #{getenv BOARD} > board; true\n",
      "tests/plain/testconfig": "[items]\n[ezsteps]\ns true\n",
      "tests/none/testconfig": "[items]\nBOARD\n[ezsteps]\ns true\n",
    });
    const env = { HOME: made.path };
    const first = await made.megatest(["-run", "-run-wait", "-target", "x/1", "-runname", "r1"], { env });
    const second = await made.megatest(["-run", "-run-wait", "-target", "x/2", "-runname", "r2", "-testpatt", "t"], { env });
    stderr = first.stderr;
    expect([first.code, second.code], stderr + second.stderr).toEqual([0, 0]);
  });

  const variable = (file: string, name: string) =>
    made
      .read(join("links", file))
      .split("\n")
      .find((line) => line.startsWith(`${name}=`))
      ?.slice(name.length + 1);

  it("01-38: variables of its target, others those of default", () => {
    expect([variable("x/1/r1/t/inside.env", "COLOR"), variable("x/2/r2/t/inside.env", "COLOR")]).toEqual(["one", "default"]);
  });

  it("01-45: [env-override] wins over runconfigs, for the launch command and inside", () => {
    expect([variable("x/1/r1/t/launcher.env", "SHADE"), variable("x/1/r1/t/inside.env", "SHADE")]).toEqual(["override", "override"]);
  });

  it("01-46: values of runconfigs are raw for the launch command, expanded inside", () => {
    expect([variable("x/1/r1/t/launcher.env", "PLACE"), variable("x/1/r1/t/inside.env", "PLACE")]).toEqual(["$HOME/x", `${made.path}/x`]);
  });

  it("01-50: of a test that is in [tests-paths] and in tests/, the former; relative to the area", () => {
    expect(made.read("links/x/1/r1/t/from")).toBe("more\n");
  });

  it("01-54: an item variable without values leaves no items", () => {
    expect(made.verdicts()["none"]).toBe("NOT_STARTED/ZERO_ITEMS");
    expect(existsSync(join(made.path, "links/x/1/r1/none"))).toBe(false);
  });

  it("01-55: [items] without lines is a plain test, with a warning", () => {
    expect(made.verdicts()["plain"]).toBe("COMPLETED/PASS");
    expect(stderr).toContain("[items] section in testconfig but no entries defined");
  });

  it("01-57: step names and commands see the item's variables", () => {
    expect(["r1", "r2"].map((board) => made.read(`links/x/1/r1/boards/${board}/board`))).toEqual(["r1\n", "r2\n"]);
    expect(made.query("SELECT DISTINCT stepname FROM test_steps WHERE stepname LIKE 'r_s' ORDER BY 1")).toEqual([
      { stepname: "r1s" },
      { stepname: "r2s" },
    ]);
  });
});

describe("reading it", () => {
  let made: TestArea;
  const show = (section: string, name: string, ...more: string[]) =>
    made.megatest(["-show-config", "-section", section, "-var", name, "-target", "x/7", ...more], { env: { HOME: "/home/ann" } });

  beforeAll(() => {
    made = area({
      "megatest.config":
        "[include keys.config]\n[setup]\nlinktree @AREA@/#{getenv RELEASE}/lt\nminspace 7\n[env-override]\nP $HOME/x\n[s]\ncode #{system echo loud; exit 1}\n",
      "keys.config": "[fields]\nSYS TEXT\nRELEASE TEXT\n",
      "runconfigs.config": "[a/b]\nA 1\n[c/d]\nV #{sh touch f}\n",
      over: "[setup]\nminspace 5\n",
    });
  });

  it("01-24: what a #{system} command prints is not on stdout", async () => {
    const { stdout, stderr } = await show("s", "code");
    expect(stdout).toBe("256\n");
    expect(stderr).toContain("loud");
  });

  it("01-32: commands in sections of other targets do not run", async () => {
    const { code, stdout } = await made.megatest(["-show-runconfig", "-target", "a/b"]);
    expect([code, stdout, existsSync(join(made.path, "f"))]).toEqual([0, "\n[a/b]\nA 1\n", false]);
  });

  it("01-42: the link tree may have a key in its name, also when [fields] ends an included file", async () => {
    expect((await show("setup", "linktree")).stdout).toBe(`${made.path}/7/lt\n`);
    expect(statSync(join(made.path, "7/lt")).isDirectory()).toBe(true);
  });

  it("01-43: values of [env-override] are shown expanded", async () => {
    expect((await show("env-override", "P")).stdout).toBe("/home/ann/x\n");
  });

  it("01-49: the file of -append-config counts; a missing one changes nothing", async () => {
    expect((await show("setup", "minspace", "-append-config", "over")).stdout).toBe("5\n");
    expect(await show("setup", "minspace", "-append-config", "nosuch")).toMatchObject({ code: 0, stdout: "7\n" });
  });
});

describe("caches of a run", () => {
  let made: TestArea;
  const caches = (directory: string) =>
    readdirSync(join(made.path, "links/x/1/r1", directory))
      .filter((name) => name.startsWith(".megatest.cfg-") || name.startsWith(".runconfigs.cfg-"))
      .sort();

  beforeAll(async () => {
    const ask = (file: string, words: string) => `WHO=bob ${words} -show-config -section s -var who > ${file}\n`;
    made = area({
      "megatest.config": `${standardConfig()}[s]\nwho #{getenv WHO}\n`,
      "tests/asks/testconfig": "[ezsteps]\ns ./ask\n",
      // The last one does not read them, so it leaves new ones.
      "tests/asks/ask": `#!/bin/sh\n${ask("yes", "MT_USE_CACHE=yes megatest -no-cache")}${ask("usual", "megatest")}${ask("no", "megatest -no-cache")}${ask("after", "megatest")}`,
      "tests/other/testconfig": "[ezsteps]\ns true\n",
    });
    const { code, stderr } = await made.megatest(["-run", "-run-wait", "-target", "x/1", "-runname", "r1"], { env: { WHO: "ann" } });
    expect(code, stderr).toBe(0);
  });

  it("01 § 10: lie in its directory and in those of its tests", () => {
    const names = [
      expect.stringMatching(/^\.megatest\.cfg-1\.65\d+-[0-9a-f]{40}$/),
      expect.stringMatching(/^\.runconfigs\.cfg-1\.65\d+-[0-9a-f]{40}$/),
    ];
    expect(["", "asks", "other"].map(caches)).toEqual([names, names, names]);
    const [name = ""] = caches("");
    expect(made.read(join("links/x/1/r1/other", name))).toBe(made.read(join("links/x/1/r1", name)));
  });

  it("01-59: are read with MT_USE_CACHE=yes -no-cache", () => {
    expect(made.read("links/x/1/r1/asks/yes")).toBe("ann\n");
  });

  it("01 § 10: are read by a command of a test, but not with -no-cache, which leaves new ones", () => {
    expect(["usual", "no", "after"].map((file) => made.read(`links/x/1/r1/asks/${file}`))).toEqual(["ann\n", "bob\n", "bob\n"]);
  });

  it("01 § 10: are replaced when the test runs again, so that it never sees those of another environment", async () => {
    await made.megatest(["-run", "-run-wait", "-target", "x/1", "-runname", "r1", "-testpatt", "asks", "-rerun", "PASS"], { env: { WHO: "carl" } });
    expect(made.read("links/x/1/r1/asks/usual")).toBe("carl\n");
  });

  it("01 § 10: of a file that has changed meanwhile are not read", async () => {
    const env = {
      MT_RUN_AREA_HOME: made.path,
      MT_LINKTREE: join(made.path, "links"),
      MT_TARGET: "x/1",
      MT_RUNNAME: "r1",
      MT_TEST_NAME: "other",
      WHO: "dora",
    };
    const who = async () => (await made.megatest(["-show-config", "-section", "s", "-var", "who"], { env })).stdout;
    expect(await who()).toBe("ann\n");
    writeFileSync(join(made.path, "runconfigs.config"), "[default]\nNEW 1\n");
    expect(await who()).toBe("dora\n");
  });

  it("01 § 10: go with the run", async () => {
    const { code, stderr } = await made.megatest(["-remove-runs", "-target", "x/1", "-runname", "r1", "-testpatt", "%"]);
    expect(code, stderr).toBe(0);
    expect(existsSync(join(made.path, "links/x/1/r1"))).toBe(false);
  });
});
