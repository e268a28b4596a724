import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type PagesArea, pagesArea } from "../../../../tests/kit/pages-area.js";
import { history } from "../history.js";
import { testConfig } from "./config.js";
import { testData } from "./data.js";
import { testEnv } from "./env.js";
import { testFiles } from "./files.js";
import { testSteps } from "./steps.js";

const ref = (r = "r1") => ({ t: "x/1", r, n: "a", i: "" });
const megatest = "[fields]\nSYS TEXT\nRELEASE TEXT\n[setup]\nlinktree links\n";

/** A run of test `a` with a run directory that has these files. */
async function ran(pages: PagesArea, runname: string, files: Readonly<Record<string, string>> = {}, verdict = "COMPLETED/PASS"): Promise<number> {
  const id = (await pages.run(runname, { a: verdict })).get("a") ?? 0;
  const rundir = `links/x/1/${runname}/a`;
  pages.write({ [`${rundir}/.keep`]: "", ...Object.fromEntries(Object.entries(files).map(([name, text]) => [`${rundir}/${name}`, text])) });
  await pages.records.setTestFields(id, { rundir: join(pages.area.toppath, rundir) });
  return id;
}

describe("06 § 24: steps", () => {
  it("with their verdicts and files, on one axis", async () => {
    const pages = pagesArea();
    const id = await ran(pages, "r1", { "s.log": "", "s.html": "", "w.log": "" });
    await pages.records.recordStep(id, { stepname: "s", state: "start", status: "-" });
    await pages.records.recordStep(id, { stepname: "s", state: "end", status: "2", logfile: "s.html" });
    await pages.records.recordStep(id, { stepname: "w", state: "start", status: "-" });
    const { items, from, until } = await pages.ask(testSteps, ref());
    expect(items).toMatchObject([
      { stepname: "s", verdict: { state: "COMPLETED", status: "WARN" }, log: "s.log", page: "s.html" },
      { stepname: "w", verdict: { state: "RUNNING" }, log: "w.log" },
    ]);
    expect(items[1]?.page).toBeUndefined();
    expect(from).toBeGreaterThan(1e9);
    expect(until).toBeGreaterThanOrEqual(from);
  });
});

describe("06 § 24: data", () => {
  it("with their values in earlier runs of the target", async () => {
    const pages = pagesArea();
    const datum = { category: "c", variable: "v", expected: 5, tol: 0.2, units: "W", comment: "", type: null };
    for (const [run, value, status] of [
      ["r1", 5, "pass"],
      ["r2", 5.3, "fail"],
      ["r3", 5.1, "pass"],
      ["r4", 4, "fail"],
    ] as const) {
      await pages.records.addData(await ran(pages, run), [{ ...datum, value, status }]);
    }
    const { items } = await pages.ask(testData, ref("r3"));
    expect(items[0]?.past).toEqual([
      { r: "r1", value: 5, bad: false },
      { r: "r2", value: 5.3, bad: true },
    ]);
  });
});

describe("06 § 33.9: values of variables", () => {
  const env = 'export API_TOKEN=abc\nexport MT_CMDINFO=xyz\nexport PATH="/usr/bin:/bin"\n# export USER=me\n';

  it("are masked below admin, in the environment", async () => {
    const pages = pagesArea();
    await ran(pages, "r1", { "megatest.sh": env });
    expect((await pages.ask(testEnv, ref(), "operate")).items).toEqual([
      { name: "API_TOKEN", value: "", masked: true, comment: false },
      { name: "MT_CMDINFO", value: "", masked: true, comment: false },
      { name: "PATH", value: "/usr/bin:/bin", masked: false, comment: false },
      { name: "USER", value: "me", masked: false, comment: true },
    ]);
    expect((await pages.ask(testEnv, ref(), "admin")).items[0]).toMatchObject({ value: "abc", masked: false });
  });

  it("are masked in those of the other run too, which still tell that they differ", async () => {
    const pages = pagesArea();
    await ran(pages, "r1", { "megatest.sh": env });
    await ran(pages, "r2", { "megatest.sh": 'export API_TOKEN=def\nexport PATH="/usr/bin:/bin"\nexport NEW_SECRET=1\n' });
    const { items, missing } = await pages.ask(testEnv, { ...ref(), or: "r2" });
    expect(items[0]).toMatchObject({ name: "API_TOKEN", value: "", masked: true, other: { value: "", same: false } });
    expect(items[2]).toMatchObject({ name: "PATH", other: { same: true } });
    expect(items[3]).toMatchObject({ name: "USER", other: { same: false } });
    expect(missing).toEqual([{ name: "NEW_SECRET", value: "", masked: true, comment: false }]);
  });

  it("are masked as [dashboard] hide-vars says, all of them when that is no expression", async () => {
    const named = pagesArea({ "megatest.config": `${megatest}[dashboard]\nhide-vars ^PA\n` });
    await ran(named, "r1", { "megatest.sh": env });
    expect((await named.ask(testEnv, ref())).items.filter(({ masked }) => masked).map(({ name }) => name)).toEqual(["MT_CMDINFO", "PATH"]);
    const broken = pagesArea({ "megatest.config": `${megatest}[dashboard]\nhide-vars (\n` });
    await ran(broken, "r1", { "megatest.sh": env });
    expect((await broken.ask(testEnv, ref())).items.every(({ masked }) => masked)).toBe(true);
  });

  it("are masked in the testconfig, its text and the copy of it", async () => {
    const testconfig = "[env]\nDB_PASSWORD first\n  and second\nother shown\n";
    const pages = pagesArea({ "tests/a/testconfig": testconfig });
    await ran(pages, "r1", {
      testconfig: testconfig.replace("first", "earlier"),
      ".testconfig": '(("env" ("DB_PASSWORD" "first") ("other" "shown")))',
    });
    const answer = await pages.ask(testConfig, ref());
    expect(JSON.stringify(answer)).not.toMatch(/first|second|earlier/);
    expect(answer.files[0]?.text).toContain("other shown");
    expect(JSON.stringify(await pages.ask(testConfig, ref(), "admin"))).toMatch(/first.*second.*earlier/);
  });
});

describe("06 § 24: configuration", () => {
  it("values as the run used them, places as they are now, what has changed, items", async () => {
    const pages = pagesArea({
      "tests/a/testconfig": "[include common.config]\n[items]\nSIZE 1 2\n[ezsteps]\ns echo #{shell echo never}\n",
      "tests/a/common.config": "[requirements]\nwaiton b\n",
    });
    await ran(pages, "r1", {
      testconfig: "[include common.config]\n[items]\nSIZE 1\n[ezsteps]\ns echo #{shell echo never}\n",
      ".testconfig": '(("requirements" ("waiton" "b")) ("items" ("SIZE" "1 2")) ("ezsteps" ("s" "echo once")))',
    });
    const answer = await pages.ask(testConfig, ref());
    expect(answer.asRun).toBe(true);
    expect(answer.sections.find(({ name }) => name === "ezsteps")?.variables).toEqual([
      { name: "s", value: "echo once", masked: false, file: "tests/a/testconfig", line: 5 },
    ]);
    expect(answer.sections[0]?.variables[0]).toMatchObject({ name: "waiton", file: "tests/a/common.config", line: 2 });
    expect(answer.files.map(({ file }) => file)).toEqual(["tests/a/testconfig", "tests/a/common.config"]);
    expect(answer.items).toEqual([
      { path: "1", values: ["1"] },
      { path: "2", values: ["2"] },
    ]);
    expect(answer.changes).toEqual([
      { kind: "removed", line: 3, text: "SIZE 1" },
      { kind: "added", line: 3, text: "SIZE 1 2" },
    ]);
  });

  it("runs no command to be shown", async () => {
    const pages = pagesArea({ "tests/a/testconfig": "[ezsteps]\ns echo #{shell touch ran}\nt [system touch ran]\n" });
    await ran(pages, "r1");
    const answer = await pages.ask(testConfig, ref());
    expect(answer.asRun).toBe(false);
    expect((await pages.ask(testFiles, ref())).items.map(({ name }) => name)).toEqual([".keep"]);
    expect(answer.sections[0]?.variables[0]?.value).toBe("echo #{(shell) touch ran}");
    await expect(pages.ask(testConfig, { ...ref(), n: "b" })).rejects.toMatchObject({ code: "not-found" });
  });
});

describe("06-38: history of a test", () => {
  it("of its target, oldest first, with the last turn for the worse", async () => {
    const pages = pagesArea();
    for (const [index, status] of ["PASS", "PASS", "SKIP", "FAIL", "FAIL"].entries()) await ran(pages, `r${index}`, {}, `COMPLETED/${status}`);
    await pages.run("other", { a: "COMPLETED/PASS" }, ["y", "2"]);
    const one = await pages.ask(history, { n: "a", t: "x/1" });
    expect(one).toMatchObject({ class: "failing", since: 3, turn: { good: 1, bad: 3 }, judged: 4, flips: 1, limit: 30 });
    expect(one.items.map(({ r, judgement }) => `${r} ${judgement}`)).toEqual(["r0 good", "r1 good", "r2 none", "r3 bad", "r4 bad"]);
    expect((await pages.ask(history, { n: "a" })).items).toHaveLength(6);
    expect((await pages.ask(history, { n: "a", target: "y/%,z" })).items.map(({ r }) => r)).toEqual(["other"]);
  });

  it("looks back on so many runs as [dashboard] history says", async () => {
    const pages = pagesArea({ "megatest.config": `${megatest}[dashboard]\nhistory 2\n` });
    for (const run of ["r1", "r2", "r3"]) await ran(pages, run);
    expect((await pages.ask(history, { n: "a", t: "x/1" })).items.map(({ r }) => r)).toEqual(["r2", "r3"]);
  });

  it("a target with a sign of the pattern language is just that target", async () => {
    const pages = pagesArea();
    await pages.run("r1", { a: "COMPLETED/PASS" }, ["x%", "1"]);
    await pages.run("r2", { a: "COMPLETED/PASS" }, ["xy", "1"]);
    expect((await pages.ask(history, { n: "a", t: "x%/1" })).items.map(({ r }) => r)).toEqual(["r1"]);
  });
});
