import { hostname } from "node:os";
import type { Page } from "playwright-core";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { areaMaker, standardConfig } from "../kit/area.js";
import { browserTitle, chromiumPath, dashboardOpener } from "../kit/browser.js";
import { withRuns } from "../kit/recorded-area.js";

const newArea = areaMaker(afterEach);
const open = dashboardOpener(afterEach, afterAll);

const files = {
  "tests/build/testconfig": '[ezsteps]\nstep1 test "$KIND" = good\n[items]\nKIND good bad\n',
  "tests/unit/testconfig": "[ezsteps]\nstep1 true\n[items]\nKIND good bad\n[requirements]\nwaiton build\nmode itemwait\n",
  "tests/report/testconfig": "[ezsteps]\nstep1 true\n[requirements]\nwaiton build\n",
};

const row = (page: Page, name: string) => page.getByRole("row", { name: new RegExp(`^${name} `) });
const texts = async (page: Page, name: string) => (await row(page, name).first().textContent()) ?? "";

describe.skipIf(chromiumPath === undefined)(browserTitle, () => {
  it("06-43: a test that waits for a failed item says which, and its status", async () => {
    const area = newArea(files);
    await area.run("-target", "x/1");
    const { page, goto } = await open(area, { path: "/ui/run/x/1/r1?tab=why" });
    await page.getByRole("heading", { name: /^A prerequisite failed/ }).waitFor();
    expect(await texts(page, "unit/bad")).toMatch(/build\/bad.*FAIL/);
    expect(await texts(page, "report")).toMatch(/build\/bad.*FAIL/);
    expect(await row(page, "unit/good").count()).toBe(0);
    await goto("/ui/test/x/1/r1/unit/bad");
    const why = page.getByRole("region", { name: "Why it was not started" });
    await expect.poll(() => why.textContent()).toMatch(/A prerequisite failed.*build\/bad.*FAIL/);
    await why.getByRole("link", { name: /build\/bad/ }).click();
    await page.waitForURL(/\/ui\/test\/x\/1\/r1\/build\/bad/);
  });

  it("06 § 31.2: tells what waits, what was given up, and that nobody is at the run; live", async () => {
    const now = Math.floor(Date.now() / 1000);
    const records = {
      r1: {
        "build/good": { verdict: "RUNNING/n/a", start: now - 60, duration: 30, host: "bx1" },
        "build/bad": { verdict: "LAUNCHED/n/a", start: now - 60, duration: 0 },
        report: { verdict: "NOT_STARTED/n/a", start: now, duration: 0 },
        "unit/good": { verdict: "NOT_STARTED/ZERO_ITEMS", start: now, duration: 0 },
      },
    };
    const { area, execute } = await withRuns(newArea(files), records);
    const { page } = await open(area, { path: "/ui/run/x/1/r1?tab=why" });
    await page.getByRole("heading", { name: /^Nobody runs the tests of this run/ }).waitFor();
    expect(await texts(page, "report")).toMatch(/build\/good.*build\/bad/);
    expect(await texts(page, "unit/good")).toMatch(/ZERO_ITEMS/);
    expect(await texts(page, "build/bad")).toMatch(/for 1m/);
    const runner = "started=0 elsewhere 4711";
    execute(
      `INSERT INTO tasks_queue (owner, state, target, name, testpatt, action, params, creation_time) VALUES ('ann', 'running', 'x/1', 'r1', '%', 'run-tests', '${runner}', ${now})`,
    );
    await page.getByRole("heading", { name: /^Waits for prerequisites/ }).waitFor({ timeout: 15_000 });
    expect(await page.getByRole("heading", { name: /^Nobody runs/ }).count()).toBe(0);
  });

  it("06 § 31.2: shows live tests by host, stuck ones, slots and groups, and follows them", async () => {
    const now = Math.floor(Date.now() / 1000);
    const done = { verdict: "PASS", start: now - 50_000, duration: 30 };
    const records = {
      r0: { report: done },
      r1: {
        report: { verdict: "RUNNING/n/a", start: now - 300, duration: 280, host: "bx1" },
        "build/good": { verdict: "RUNNING/n/a", start: now - 9000, duration: 10, host: "bx2" },
      },
    };
    const config = `${standardConfig().replace("max_concurrent_jobs 10", "max_concurrent_jobs 2")}\n[jobgroups]\nbig 5\n`;
    const { area, execute } = await withRuns(newArea({ ...files, "megatest.config": config }), records);
    const { page } = await open(area, { path: "/ui/runs" });
    await page.keyboard.press("g");
    await page.keyboard.press("a");
    await page.getByRole("heading", { name: "Activity", level: 1 }).waitFor();
    await page.getByRole("heading", { name: /^bx1/ }).waitFor();
    expect(await texts(page, "report")).toMatch(/x\/1\/r1.*5m.*30s/);
    expect(await page.locator(".stuck").textContent()).toContain("build/good");
    expect(await page.getByRole("img", { name: "All slots: 2 of 2 used" }).count()).toBe(1);
    expect(await page.getByRole("img", { name: "Job group big: 0 of 5 used" }).count()).toBe(1);
    expect(await page.getByText("Nothing is launched: all slots are taken.").count()).toBe(1);
    execute("UPDATE tests SET state = 'COMPLETED', status = 'PASS' WHERE testname = 'report' AND state = 'RUNNING'");
    await expect.poll(() => page.getByRole("heading", { name: /^bx1/ }).count(), { timeout: 15_000 }).toBe(0);
  });

  it("06 § 31.4: shows homehost, databases and their lag, disks and locks", async () => {
    const { area, execute } = await withRuns(newArea(files), { r1: { report: "PASS" } });
    const { page } = await open(area, { path: "/ui/health" });
    await page.getByRole("heading", { name: "Health", level: 1 }).waitFor();
    expect(await texts(page, "live database")).toContain("megatest.db");
    expect(await texts(page, "the area")).toMatch(/[GM]B/);
    expect(await page.getByText(`on ${hostname()}`).count()).toBeGreaterThan(0);
    expect(await page.getByText("not locked").count()).toBe(1);
    await page.getByText("megatest.db holds all that the live database does.").waitFor();
    execute("UPDATE tests SET comment = 'changed' WHERE testname = 'report'");
    await expect.poll(() => page.getByText(/^megatest\.db (lacks 1 row|holds all)/).count(), { timeout: 15_000 }).toBe(1);
  });
});
