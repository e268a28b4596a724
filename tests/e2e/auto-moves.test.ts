import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { areaMaker, standardConfig, type TestArea } from "../kit/area.js";

const makeArea = areaMaker(afterEach);
const day = 86_400;

const tests = { "tests/a/testconfig": "[ezsteps]\ns true\n" };

interface Rules {
  readonly setup?: string;
  readonly sections?: string;
  readonly server?: string;
}

/** An area with an attic of the same keys, and finished runs of so many days. */
async function areaWith(ages: Readonly<Record<string, number>>, { setup = "", sections = "", server = "" }: Rules) {
  const attic = makeArea({ "megatest.config": standardConfig().replace("[setup]", "[setup]\nallow-runs no") });
  const area = makeArea(tests);
  for (const [runname, days] of Object.entries(ages)) {
    const { code, stderr } = await area.run("-runname", runname);
    expect(code, stderr).toBe(0);
    age(area, runname, days);
  }
  const areas = `[areas]\nattic path=${attic.path}\n${sections}`;
  area.write({ "megatest.config": standardConfig(areas).replace("[setup]", `[setup]\n${setup}`).replace("[server]", `[server]\n${server}`) });
  return { area, attic };
}

function age(area: TestArea, runname: string, days: number): void {
  const run = `(SELECT id FROM runs WHERE runname = '${runname}')`;
  area.queryLive(`UPDATE runs SET event_time = event_time - ${days * day} WHERE id = ${run} RETURNING id`);
  area.queryLive(`UPDATE tests SET event_time = event_time - ${days * day} WHERE run_id = ${run} RETURNING id`);
}

const runnames = (area: TestArea, file = "megatest.db") =>
  existsSync(file.startsWith("/") ? file : join(area.path, file))
    ? area.queryFile(file, "SELECT runname FROM runs WHERE state NOT IN ('MOVED', 'INCOMING') ORDER BY id").map((row) => row["runname"])
    : [];

describe("04 § 24.4: runs move by rules", () => {
  it("04-49: -auto-migrate moves what is old enough; locked runs and young ones stay without a word", async () => {
    const { area, attic } = await areaWith({ r10: 10, r20: 20, r21: 21 }, { sections: "[automigrate]\nattic age=14d\n" });
    await area.megatest(["-lock", "-target", "x/1", "-runname", "r21"]);
    const print = await area.megatest(["-auto-migrate", "-actions", "print"]);
    expect(print).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Would move x\/1\/r20 run 2 tests=1 steps=2 data=0\n/), stderr: "" });
    expect(runnames(attic)).toEqual([]);
    expect(await area.megatest(["-auto-migrate"])).toMatchObject({
      code: 0,
      stdout: `Moved x/1/r20 run 2 -> ${attic.path}:1 tests=1 steps=2 data=0\n1 moved, 0 skipped, 0 resumed\n`,
      stderr: "",
    });
    expect([runnames(area), runnames(attic)]).toEqual([["r10", "r21"], ["r20"]]);
  });

  it("the first rule that matches a run's name counts, whatever its age; moving and reducing have rules of their own", async () => {
    const rules = { setup: "auto-migrate attic\nauto-reduce 5d", sections: "[automigrate]\nattic runname=keep%; age=90d\n" };
    const { area, attic } = await areaWith({ keep1: 40, r40: 40, r10: 10, r1: 1 }, rules);
    const { code, stdout, stderr } = await area.megatest(["-auto-migrate"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout.replaceAll(/ run .*/g, "")).toBe("Moved x/1/r40\nReduced x/1/keep1\nReduced x/1/r10\n3 moved, 0 skipped, 0 resumed\n");
    expect([runnames(area), runnames(area, "completed-runs.db"), runnames(attic)]).toEqual([["r1"], ["keep1", "r10"], ["r40"]]);
  });

  it("a rule that makes no sense, or whose area is missing, is an error with its place; the others are followed", async () => {
    const { area } = await areaWith(
      { r9: 9 },
      { sections: "[automigrate]\nnowhere age=1d\nattic when=1d\n[autoreduce]\ntarget=x; age=1d\nage=8d\n" },
    );
    const lines = area.read("megatest.config").split("\n");
    const place = (line: string) => `${area.path}/megatest.config:${lines.indexOf(line) + 1}`;
    const { code, stdout, stderr } = await area.megatest(["-auto-migrate"]);
    expect(code).toBe(1);
    expect(stdout).toContain("Reduced x/1/r9 run 1");
    for (const line of ["nowhere age=1d", "attic when=1d", "target=x; age=1d"]) expect(stderr).toContain(`ERROR: ${place(line)}: `);
    expect(stderr.split("\n").filter((line) => line.startsWith("ERROR"))).toHaveLength(3);
  });

  it("a conflict is told, and is exit code 2", async () => {
    const { area, attic } = await areaWith({ r9: 9 }, { sections: "[automigrate]\nattic age=1d\n" });
    attic.write({ ...tests, "megatest.config": standardConfig() });
    await attic.run("-runname", "r9");
    expect(await area.megatest(["-auto-migrate"])).toMatchObject({
      code: 2,
      stdout: "Skipped x/1/r9: already at destination with other data\n0 moved, 1 skipped, 0 resumed\n",
    });
  });

  it("at the end of a -run: on the log stream, and at most once an hour", async () => {
    const { area } = await areaWith({ r9: 9, r8: 8 }, { setup: "auto-reduce 8d" });
    const first = await area.run("-runname", "now");
    expect(first).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(/^Reduced x\/1\/r9 .*\nReduced x\/1\/r8 .*\n2 moved, 0 skipped, 0 resumed$/m),
    });
    expect(first.stdout).not.toContain("Reduced");
    age(area, "now", 9);
    expect((await area.run("-runname", "then")).stderr).not.toContain("Reduced");
    area.queryLive("UPDATE metadat SET val = val - 3600 WHERE var = 'LAST_AUTOMIGRATE' RETURNING id");
    expect((await area.run("-runname", "again")).stderr).toContain("Reduced x/1/now ");
    expect(runnames(area, "completed-runs.db")).toEqual(["r9", "r8", "now"]);
  });

  it("not while somebody else cares for the area; and what goes wrong does not fail the run", async () => {
    const { area, attic } = await areaWith({ r9: 9 }, { setup: "auto-migrate attic", sections: "[automigrate]\nattic age=8d\n" });
    attic.write({ "megatest.config": standardConfig().replace("SYS TEXT", "OTHER TEXT") });
    const lock = join(area.path, ".mt-maint.lock");
    await area.sh(`echo "otherhost-1 $(date +%s) test" > ${lock}`);
    const busy = await area.run("-runname", "now");
    expect(busy).toMatchObject({ code: 0, stderr: expect.not.stringContaining("keys") });
    await area.sh(`rm ${lock}`);
    expect(await area.run("-runname", "now2")).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(/^ERROR: .*megatest.config:\d+: keys differ: /m),
    });
    expect(runnames(area)).toEqual(["r9", "now", "now2"]);
  });

  it("when a server ends because nobody needs it", async () => {
    const { area } = await areaWith({ r9: 9 }, { setup: "auto-reduce 8d", server: "timeout 1s" });
    const { code, stderr } = await area.megatest(["-server", "-"]);
    expect(code, stderr).toBe(0);
    expect(runnames(area, "completed-runs.db")).toEqual(["r9"]);
    const [log = ""] = readdirSync(join(area.path, "logs")).filter((name) => name.startsWith("server-"));
    expect(area.read(`logs/${log}`)).toMatch(/^Reduced x\/1\/r9 /m);
  });
});
