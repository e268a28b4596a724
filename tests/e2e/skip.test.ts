import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { areaMaker, standardConfig, type TestArea } from "../kit/area.js";

const area = areaMaker(afterAll);

describe("tests that are skipped", () => {
  let made: TestArea;
  const comment = (testname: string, runname: string) =>
    made.query("SELECT tests.comment FROM tests JOIN runs ON runs.id = run_id WHERE testname = ? AND runname = ?", testname, runname)[0]?.["comment"];

  beforeAll(async () => {
    made = area({
      "megatest.config": standardConfig().replace("[server]", "[server]\nsync-period 0.2"),
      "tests/busy/testconfig": "[ezsteps]\ns until test -e $MT_RUN_AREA_HOME/go; do sleep 0.1; done\n[skip]\nprevrunning x\n",
      "tests/after/testconfig": "[ezsteps]\ns true\n[requirements]\nwaiton busy\n",
      "tests/stopped/testconfig": "[ezsteps]\ns true\n[skip]\nfileexists stop.txt\n",
      "tests/stopped/stop.txt": "",
      "tests/delayed/testconfig": "[ezsteps]\ns true\n[skip]\nrundelay 1h\n",
    });
    await made.megatest(["-run", "-target", "x/1", "-runname", "r0", "-testpatt", "busy,delayed"]);
    await made.until(() => made.verdicts("r0")["busy"] === "RUNNING/n/a" && made.verdicts("r0")["delayed"] === "COMPLETED/PASS", "the first run");
    await made.run();
    made.write({ go: "" });
    await made.until(() => made.verdicts("r0")["busy"] === "COMPLETED/PASS", "the busy test to end");
  });

  it("02-45: prevrunning, while the test runs in another run; what waits for it runs", () => {
    expect(made.verdicts()).toMatchObject({ busy: "COMPLETED/SKIP", after: "COMPLETED/PASS" });
    expect(comment("busy", "r1")).toBe("Skipping due to previous tests running");
  });

  it("02-46: fileexists in the test source directory", () => {
    expect(made.verdicts()["stopped"]).toBe("COMPLETED/SKIP");
    expect(comment("stopped", "r1")).toBe("Skipping due to existance of file stop.txt");
  });

  it("02-47: rundelay, after a PASS of any run, as long as it is young", async () => {
    expect(made.verdicts()["delayed"]).toBe("COMPLETED/SKIP");
    expect(comment("delayed", "r1")).toBe("Skipping due to previous test run less than 1h ago");
    made.write({ "tests/delayed/testconfig": "[ezsteps]\ns true\n[skip]\nrundelay 1s\n" });
    await made.run("-runname", "r2", "-testpatt", "delayed");
    expect(made.verdicts("r2")).toEqual({ delayed: "COMPLETED/PASS" });
  });
});
