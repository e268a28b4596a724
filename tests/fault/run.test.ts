import { readFileSync } from "node:fs";
import { afterEach, describe, expect, it } from "vitest";
import { areaMaker, type TestArea } from "../kit/area.js";

const area = areaMaker(afterEach);

const run = ["-run", "-target", "x/1", "-runname", "r1"];
/** Says when it begins and how often it ran; waits for the file `go`. */
const held = `[ezsteps]\ns echo $MT_TEST_NAME/$MT_ITEMPATH >> $MT_RUN_AREA_HOME/ran; while ! test -e $MT_RUN_AREA_HOME/go; do sleep 0.1; done; true\n`;

function lines(made: TestArea, name: string): string[] {
  try {
    return readFileSync(`${made.path}/${name}`, "utf8").trim().split("\n").sort();
  } catch {
    return [];
  }
}

/** The executor of an area: the process with `-execute -` whose directory it is. */
async function executorPid(made: TestArea): Promise<number> {
  const { stdout } = await made.sh(`for p in $(pgrep -f -- '-execute -'); do test "$(readlink /proc/$p/cwd)" = "$PWD" && echo $p; done`);
  return Number(stdout.trim().split("\n")[0]);
}

describe("a runner that is killed", () => {
  it.each(["SIGKILL", "SIGINT"] as const)(
    "02-50: by %s: running tests go on, nothing new starts, and the same -run picks the run up",
    async (signal) => {
      const made = area({ "tests/a/testconfig": held, "tests/b/testconfig": "[ezsteps]\ns true\n[requirements]\nwaiton a\n" });
      const runner = made.start(run);
      const ended = new Promise<number | null>((done) => runner.once("exit", (code) => done(code)));
      await made.until(() => lines(made, "ran").length === 1, "test a to run");
      runner.kill(signal);
      const code = await ended;
      if (signal === "SIGINT") {
        expect(code).toBe(130);
        expect(made.queryLive("SELECT state FROM tasks_queue")).toEqual([{ state: "killed" }]);
        expect(made.query("SELECT state FROM tests WHERE testname = 'a'")).toEqual([{ state: "RUNNING" }]);
      }
      made.write({ go: "" });
      await made.until(() => made.verdicts()["a"] === "COMPLETED/PASS", "test a to end without its runner");
      expect(made.verdicts()["b"]).toBe("NOT_STARTED/n/a");
      expect((await made.run()).code).toBe(0);
      expect(made.verdicts()).toEqual({ a: "COMPLETED/PASS", b: "COMPLETED/PASS" });
      expect(lines(made, "ran")).toEqual(["a/"]);
    },
  );

  it("at any moment: in the end every item ran exactly once", async () => {
    const items = Array.from({ length: 30 }, (_, index) => `i${index}`);
    const made = area({
      "tests/t/testconfig": `[ezsteps]\ns echo $I >> $MT_RUN_AREA_HOME/ran; sleep 0.05; true\n[items]\nI ${items.join(" ")}\n`,
      ran: "",
    });
    const seed = Date.now() % 1000;
    for (let round = 0; round < 6; round++) {
      const runner = made.start(run);
      await new Promise((tick) => setTimeout(tick, 150 + ((seed * (round + 1) * 37) % 500)));
      runner.kill("SIGKILL");
    }
    const { code, stderr } = await made.run();
    expect({ code, stderr: code === 0 ? "" : stderr }).toEqual({ code: 0, stderr: "" });
    expect(
      Object.values(made.verdicts()).every((verdict) => verdict === "COMPLETED/PASS"),
      `seed ${seed}: ${JSON.stringify(made.verdicts())}`,
    ).toBe(true);
    expect(lines(made, "ran"), `seed ${seed}`).toEqual([...items].sort());
  });
});

describe("an executor that is killed", () => {
  it("its tests become INCOMPLETE, their processes are ended, and the runner runs them again", async () => {
    const made = area({
      "tests/a/testconfig": `[ezsteps]\ns echo $$ >> $MT_RUN_AREA_HOME/ran; while ! test -e $MT_RUN_AREA_HOME/go; do sleep 0.1; done; true\n`,
    });
    const runner = made.start([...run, "-run-wait"]);
    let stderr = "";
    runner.stderr.on("data", (chunk) => {
      stderr += String(chunk);
    });
    const ended = new Promise((done) => runner.once("exit", done));
    await made.until(() => lines(made, "ran").length === 1, "test a to run");
    process.kill(await executorPid(made), "SIGKILL");
    made.write({ go: "" });
    await ended;
    expect(stderr).toContain("a was RUNNING but its executor is gone: now INCOMPLETE/KILLED");
    expect(made.verdicts()).toEqual({ a: "COMPLETED/PASS" });
    expect(lines(made, "ran")).toHaveLength(2);
  });

  it("03-40: SIGTERM to it makes its tests INCOMPLETE/KILLED and ends their processes", async () => {
    const made = area({ "tests/a/testconfig": held });
    await made.megatest(run);
    await made.until(() => lines(made, "ran").length === 1, "test a to run");
    process.kill(await executorPid(made), "SIGTERM");
    await made.until(() => made.verdicts()["a"] === "INCOMPLETE/KILLED", "the test to be INCOMPLETE");
    made.write({ go: "" });
    expect((await made.run()).code).toBe(0);
    expect(made.verdicts()).toEqual({ a: "COMPLETED/PASS" });
  });
});

describe("several people at once", () => {
  it("two runners on one run launch every test once", async () => {
    const items = Array.from({ length: 20 }, (_, index) => `i${index}`);
    const made = area({ "tests/t/testconfig": `[ezsteps]\ns echo $I >> $MT_RUN_AREA_HOME/ran; true\n[items]\nI ${items.join(" ")}\n` });
    const results = await Promise.all([made.run(), made.run(), made.run()]);
    expect(results.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(lines(made, "ran")).toEqual([...items].sort());
    expect(Object.values(made.verdicts())).toEqual(Array(21).fill("COMPLETED/PASS"));
  });

  it("no update is lost when 20 commands write at once", async () => {
    const made = area({ "tests/a/testconfig": "[ezsteps]\ns true\n" });
    await made.run();
    const loop = "for n in 1 2 3 4 5; do megatest -step w$W-$n -state end -status 0 || exit 1; done";
    const writers = Array.from({ length: 20 }, (_, w) => made.sh(`cd links/x/1/r1/a; . ./megatest.sh; W=${w}; ${loop}`));
    expect((await Promise.all(writers)).map(({ code }) => code)).toEqual(Array(20).fill(0));
    await made.megatest(["-sync-to-megatest.db"]);
    expect(made.query("SELECT count(*) AS n FROM test_steps WHERE stepname LIKE 'w%'")).toEqual([{ n: 100 }]);
  });
});
