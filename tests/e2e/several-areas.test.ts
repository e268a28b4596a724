import { afterEach, describe, expect, it } from "vitest";
import { areaMaker, standardConfig, type TestArea } from "../kit/area.js";

const makeArea = areaMaker(afterEach);

const tests = { "tests/a/testconfig": "[ezsteps]\ns $MT_MEGATEST -set-values :category c :value 3 :expected 3 :tol 1 :variable v; false\n" };
const named = (name: string, more = "") => standardConfig(more).replace("[setup]", `[setup]\narea-name ${name}`);

/** An area "here" with run r1, and an attic that it knows, with run old. */
async function areas(more = "") {
  const attic = makeArea({ ...tests, "megatest.config": named("proj-attic") });
  const here = makeArea({ ...tests, "megatest.config": named("here", `[areas]\nattic path=${attic.path}\n${more}`) });
  for (const [area, runname] of [
    [here, "r1"],
    [attic, "old"],
  ] as const) {
    const { code, stderr } = await area.run("-runname", runname);
    expect(code, stderr).toBe(0);
  }
  return { here, attic };
}

const ask = async (area: TestArea, ...args: string[]) => {
  const { code, stdout, stderr } = await area.megatest(args);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return stdout;
};

describe("-areas", () => {
  it("04-50: all shows this area and those of [areas], each run with its area as first part of the target", async () => {
    const { here, attic } = await areas();
    const text = await ask(here, "-list-runs", "%", "-areas", "all");
    expect(text).toMatch(/^Run: here\/x\/1\/r1 MT_AREA: here SYS: x RELEASE: 1 id: 1 runname: r1 /m);
    expect(text).toMatch(/^Run: attic\/x\/1\/old MT_AREA: attic SYS: x RELEASE: 1 id: 1 runname: old /m);
    expect(text.match(/^ {2}Test: a .*FAIL/gm)).toHaveLength(2);
    expect(text.match(/^ {4}Step: s .*end/gm)).toHaveLength(2);
    const json = JSON.parse(await ask(here, "-list-runs", "%", "-dumpmode", "json", "-fields", "runs:id+tests:run_id,testname", "-areas", "all"));
    const run = { meta: { id: "1" }, data: { 1: { run_id: 1, testname: "a" } } };
    expect(json).toEqual({ "here/x/1": { r1: run }, "attic/x/1": { old: run } });
    expect(attic.query("SELECT count(*) AS n FROM runs")).toEqual([{ n: 1 }]);
  });

  it("every question to runs takes it, with one part more in the target", async () => {
    const { here, attic } = await areas();
    const all = ["-areas", "here,attic"];
    const old = ["-target", "attic/x/1", "-runname", "old"];
    expect(await ask(here, "-list-runs", "%", ...all, "-target", "at%/x/%")).not.toContain("here/");
    expect(await ask(here, "-list-db-targets", ...all)).toBe("here/x/1\nattic/x/1\n");
    expect(await ask(here, "-testdata-csv", "c/v", ...all)).toMatch(/^here\/x\/1,r1,a,,c,v,3.*\nattic\/x\/1,old,a,,c,v,3/m);
    expect(await ask(here, "-list-run-time", ...all)).toMatch(/^here\/x\/1 {2}r1 {2}0\nattic\/x\/1 {2}old {2}0\n$/);
    expect(await ask(here, "-list-test-time", ...all, ...old)).toMatch(/^a {2}N\/A {2}\d+\n$/);
    expect(await ask(here, "-test-paths", ...all, ...old)).toBe(`${attic.path}/links/x/1/old/a\n`);
    expect(await ask(here, "-test-files", "s.log", ...all, "-target", "%/x/1", "-runname", "%")).toBe(
      `${here.path}/links/x/1/r1/a/s.log\n${attic.path}/links/x/1/old/a/s.log\n`,
    );
    expect(await ask(here, "-get-run-status", ...all, ...old)).toBe("n/a\n");
    const without = await here.megatest(["-list-runs", "%", ...all, "-target", "x/1"]);
    expect(without).toMatchObject({ code: 1, stderr: expect.stringContaining("with -areas the area, or %, comes first") });
  });

  it("with -full-db it shows the completed runs of each area", async () => {
    const { here, attic } = await areas();
    for (const area of [here, attic]) await area.megatest(["-reduce-records", "-target", "%/%", "-runname", "%"]);
    expect(await ask(here, "-list-db-targets", "-areas", "all")).toBe("");
    expect(await ask(here, "-list-db-targets", "-areas", "all", "-full-db")).toBe("here/x/1\nattic/x/1\n");
  });

  it("a run that moves is seen all the time, once", async () => {
    const { here } = await areas();
    expect((await here.megatest(["-destination", "attic", "-target", "x/1", "-runname", "r1"])).code).toBe(0);
    const shown = await ask(here, "-list-runs", "%", "-areas", "all", "-full-db", "-fields", "runs:target,runname");
    expect(shown.split("\n").toSorted()).toEqual(["", "target: attic/x/1 runname: old ", "target: attic/x/1 runname: r1 "]);
  });

  it("an area that is missing, damaged or has other keys is told, and does not keep the others from being shown", async () => {
    const other = makeArea({ "megatest.config": standardConfig().replace("SYS TEXT", "OTHER TEXT") });
    const { here, attic } = await areas(`gone path=/nosuch/area\nother path=${other.path}\n[automigrate]\nattic\nnowhere\n`);
    const missing = await here.megatest(["-list-db-targets", "-areas", "all"]);
    expect(missing).toMatchObject({ code: 0, stdout: "here/x/1\nattic/x/1\n" });
    expect(missing.stderr).toContain("WARNING: area gone cannot be read, its runs are not shown: there is no /nosuch/area/megatest.config");
    expect(missing.stderr).toContain("WARNING: -areas all: no area nowhere: not in [areas] and no such directory");
    const keys = await here.megatest(["-list-db-targets", "-areas", "here,other"]);
    expect(keys).toMatchObject({ code: 0, stdout: "here/x/1\n" });
    expect(keys.stderr).toContain("WARNING: area other has other keys, its runs are not shown: OTHER/RELEASE, not SYS/RELEASE");
    await attic.sh(`rm -rf ${attic.liveFile.replace(/[^/]*$/, "")}; echo garbage > megatest.db`);
    const damaged = await here.megatest(["-list-db-targets", "-areas", "here,attic"]);
    expect(damaged).toMatchObject({ code: 0, stdout: "here/x/1\n", stderr: expect.stringMatching(/^WARNING: area attic cannot be read/m) });
    expect(await here.megatest(["-list-db-targets", "-areas", "nosuch"])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("no area nosuch"),
    });
  });

  it("only questions take it", async () => {
    const { here } = await areas();
    for (const action of [["-run"], ["-remove-runs", "-testpatt", "%"], ["-lock"], ["-reduce-records"]]) {
      const refused = await here.megatest([...action, "-target", "x/1", "-runname", "r1", "-areas", "all"]);
      expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining(`${action[0]} works on one area, without -areas`) });
    }
    expect(here.verdicts()).toEqual({ a: "COMPLETED/FAIL" });
  });
});
