import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { areaMaker, standardConfig, type TestArea } from "../kit/area.js";

const area = areaMaker(afterAll);

describe("which tests a run has, and its record", () => {
  let made: TestArea;
  const runOf = (target: string) => made.megatest(["-run", "-run-wait", "-target", target, "-runname", `r${target.at(-1)}`]);
  const record = () => made.query("SELECT id, state, status, owner, event_time, contour FROM runs WHERE runname = 'r1'");

  beforeAll(async () => {
    made = area({
      "megatest.config": standardConfig("[tests-paths]\nmore @AREA@/more\n"),
      "runconfigs.config": "[default]\nTESTPATT a%\n[x/1]\n[x/2]\nTESTPATT b\n",
      "more/apple/testconfig": "[ezsteps]\ns echo more > $MT_RUN_AREA_HOME/apple.from; true\n",
      "tests/apple/testconfig": "[ezsteps]\ns echo tests > $MT_RUN_AREA_HOME/apple.from; true\n",
      "tests/Avocado/testconfig": "[ezsteps]\ns true\n",
      "tests/b/testconfig": "[ezsteps]\ns echo b >> $MT_RUN_AREA_HOME/order; true\n[requirements]\nwaiton #{shell echo t1 t2}\n",
      "tests/t1/testconfig": "[ezsteps]\ns sleep 0.3; echo t1 >> $MT_RUN_AREA_HOME/order; true\n",
      "tests/t2/testconfig": "[ezsteps]\ns sleep 0.3; echo t2 >> $MT_RUN_AREA_HOME/order; true\n",
      "tests/zebra/testconfig": "[ezsteps]\ns true\n",
    });
    for (const target of ["x/1", "x/2", "x/3"]) {
      const { code, stderr } = await runOf(target);
      expect(code, stderr).toBe(0);
    }
  });

  it("02-5: TESTPATT of [default] is for every target without its own", () => {
    const tests = ["r1", "r2", "r3"].map((runname) => Object.keys(made.verdicts(runname)));
    expect(tests).toEqual([
      ["Avocado", "apple"],
      ["b", "t1", "t2"],
      ["Avocado", "apple"],
    ]);
  });

  it("02-3: of a test that is in two places the directory of [tests-paths] is used, not tests/", () => {
    expect(made.read("apple.from")).toBe("more\n");
  });

  it("02-11: the tests that a command prints as waiton run first", () => {
    const order = made.read("order").trim().split("\n");
    expect(order.toSorted()).toEqual(["b", "t1", "t2"]);
    expect(order.at(-1)).toBe("b");
  });

  it("02-1: a run is registered as new, n/a; the next -run keeps id, state, owner and time", async () => {
    const first = record();
    expect(first).toMatchObject([{ state: "new", status: "n/a", owner: expect.stringMatching(/./) }]);
    await made.megatest(["-lock", "-target", "x/1", "-runname", "r1"]);
    // The second run must not be of the same second.
    await made.until(() => Math.floor(Date.now() / 1000) > Number(first[0]?.["event_time"]), "the next second");
    expect((await runOf("x/1")).code).toBe(0);
    expect(record()).toEqual([{ ...first[0], state: "locked" }]);
  });
});

describe("parts of an area", () => {
  let made: TestArea;
  const run = async (runname: string, ...more: string[]) => {
    const { code, stderr } = await made.run("-runname", runname, ...more);
    expect(code, stderr).toBe(0);
    return made.query("SELECT 1 FROM runs WHERE runname = ?", runname).length === 0 ? [] : Object.keys(made.verdicts(runname));
  };

  beforeAll(() => {
    made = area({
      "tests/many/testconfig": "[ezsteps]\ns true\n[items]\nA 1 2\nB x y\n",
      "tests/table/testconfig": "[ezsteps]\ns true\n[itemstable]\nA 1 2\nB x y\n",
      "tests/up/testconfig": "[ezsteps]\ns true\n[test_meta]\ntags slow\n",
      "tests/tagged/testconfig": "[ezsteps]\ns true\n[test_meta]\ntags slow, quick\n[requirements]\nwaiton up\n",
    });
  });

  it("02-8: -tagexpr knows the tags at the very first run; what tagged tests wait for comes in", async () => {
    expect(await run("r1", "-tagexpr", "quick")).toEqual(["tagged", "up"]);
  });

  it("02-19: all combinations of [items], the columns of [itemstable]", async () => {
    expect(await run("r2", "-testpatt", "many,table")).toEqual([
      ...["many", "many/1/x", "many/1/y", "many/2/x", "many/2/y"],
      ...["table", "table/1/x", "table/2/y"],
    ]);
  });

  it("02-6: --modepatt of a variable that is not there: nothing runs, exit code 0; with -modepatt everything runs", async () => {
    expect(await run("r3", "--modepatt", "NOSUCH")).toEqual([]);
    expect(await run("r4", "-modepatt", "NOSUCH")).toHaveLength(10);
  });
});
