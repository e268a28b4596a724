import { join } from "node:path";
import Database from "better-sqlite3";
import type { Page } from "playwright-core";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { areaMaker } from "../kit/area.js";
import { browserTitle, chromiumPath, dashboardOpener } from "../kit/browser.js";
import { withRuns } from "../kit/recorded-area.js";
import type { Runs } from "../kit/run-rows.js";

const newArea = areaMaker(afterEach);
const open = dashboardOpener(afterEach, afterAll);

const waiton = (names: string) => `[requirements]\nwaiton ${names}\n[ezsteps]\nstep1 true\n`;

const start = 1_700_000_000;
const at = (from: number, duration: number, verdict = "PASS") => ({ verdict, start: start + from, duration, host: "bx1" });

/** `build`, then `unit` and `lint`; nothing for half a minute; then `report`, which waited for `unit`. */
const nightly = { build: at(0, 40), lint: at(5, 10, "WARN"), "unit/a": at(40, 60), "unit/b": at(40, 20, "FAIL"), report: at(130, 20) };
const files = {
  "tests/build/testconfig": "",
  "tests/lint/testconfig": "",
  "tests/unit/testconfig": waiton("build"),
  "tests/report/testconfig": waiton("unit lint"),
};

async function timesOf(runs: Runs, path: string, more: Readonly<Record<string, string>> = {}) {
  const { area, execute } = await withRuns(newArea({ ...files, ...more }), runs);
  const dashboard = await open(area, { path, preferences: { tree: "closed" } });
  return { ...dashboard, area, execute };
}

const chart = (page: Page) => page.getByRole("listbox", { name: /^Times of tests/ });
const fact = (page: Page, name: string) => page.locator(".times-facts div", { has: page.getByText(name, { exact: true }) }).locator("dd");
const param = (page: Page, name: string) => new URL(page.url()).searchParams.get(name);

/** What a screen reader says of the bar that the keys are at. */
const spoken = (page: Page) => chart(page).locator('[role="option"]').textContent();

/** The colour of a place of the chart, as `#rrggbb`; "none" where nothing is drawn. */
function colourAt(page: Page, x: number, y: number): Promise<string> {
  return page.evaluate(`{
    const canvas = document.querySelector(".times-chart canvas");
    const [red, green, blue, alpha] = canvas.getContext("2d").getImageData(${x}, ${y}, 1, 1).data;
    alpha === 0 ? "none" : "#" + [red, green, blue].map((part) => part.toString(16).padStart(2, "0")).join("");
  }`);
}

describe.skipIf(chromiumPath === undefined)(browserTitle, () => {
  it("06-42: bars of live tests reach the present and grow", async () => {
    const now = Math.floor(Date.now() / 1000);
    const live = { verdict: "RUNNING/n/a", start: now - 300, duration: 30 };
    const { page, execute } = await timesOf({ r1: { done: { ...live, verdict: "PASS" }, busy: live } }, "/ui/run/x/1/r1?tab=times");
    await chart(page).focus();
    await page.keyboard.press("End");
    const seconds = async () => {
      const [, minutes = "0", rest = "0"] = /busy, running, .* (\d+)m (\d+)s$/.exec((await spoken(page)) ?? "") ?? [];
      return Number(minutes) * 60 + Number(rest);
    };
    await expect.poll(seconds).toBeGreaterThanOrEqual(300);
    const before = await seconds();
    await expect.poll(seconds, { timeout: 10_000 }).toBeGreaterThan(before + 1);
    // A little right of the present nothing is drawn, left of it the bar, which the records know for 30 s only.
    const { width = 0 } = (await page.locator(".times-chart canvas").boundingBox()) ?? {};
    const present = (width * 1.015) / 1.03;
    await expect.poll(() => colourAt(page, Math.round(present - 6), 60)).toBe("#0983e8");
    expect(await colourAt(page, Math.round(present + 6), 60)).toBe("none");
    execute("UPDATE tests SET state = 'COMPLETED', status = 'PASS', run_duration = 200 WHERE testname = 'busy'");
    await expect.poll(() => spoken(page), { timeout: 15_000 }).toMatch(/busy, passed, .* 3m 20s$/);
  });

  it("06 § 28: tells the critical path with its share, and when nothing ran", async () => {
    const { page } = await timesOf({ r1: nightly }, "/ui/run/x/1/r1?tab=times&by=critical");
    await expect.poll(() => fact(page, "Critical path").textContent()).toBe("2m 0s (80 %), 3 tests");
    expect(await fact(page, "Nothing ran").textContent()).toBe("30s in 1 gap");
    expect(await fact(page, "At once").textContent()).toBe("2 of 10");
    await chart(page).focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowDown");
    expect(await spoken(page)).toMatch(/^unit\/a, passed/);
    await page.keyboard.press("ArrowDown");
    expect(await spoken(page)).toMatch(/^report, passed/);
  });

  it("06 § 28: wheel, keys, dragging and the brush choose the time, which is in the address", async () => {
    const { page } = await timesOf({ r1: nightly }, "/ui/run/x/1/r1?tab=times");
    const canvas = page.locator(".times-chart canvas");
    await canvas.hover();
    await page.mouse.wheel(0, -600);
    await page.waitForURL(/from=\d+(\.\d)?&to=\d+/);
    const [from, to] = [Number(param(page, "from")), Number(param(page, "to"))];
    expect(to - from).toBeLessThan(100);
    await page.mouse.down();
    await page.mouse.move(700, 400);
    await page.mouse.up();
    await expect.poll(() => Number(param(page, "from"))).not.toBe(from);
    await page.keyboard.press("0");
    await expect.poll(() => param(page, "from")).toBeNull();
    const { x = 0, y = 0, width = 0 } = (await page.locator(".times-strip canvas").first().boundingBox()) ?? {};
    await page.mouse.move(x + width / 4, y + 20);
    await page.mouse.down();
    await page.mouse.move(x + width / 2, y + 20, { steps: 3 });
    await page.mouse.up();
    await expect.poll(() => Number(param(page, "from"))).toBeCloseTo(start - 2.25 + 154.5 / 4, 0);
    expect(Number(param(page, "to"))).toBeCloseTo(start - 2.25 + 154.5 / 2, 0);
    await page.goBack();
    expect(page.url()).not.toContain("tab=times");
  });

  it("06-58: the keyboard goes from bar to bar and opens one", async () => {
    const { page } = await timesOf({ r1: nightly }, "/ui/run/x/1/r1?tab=times&by=test");
    await chart(page).focus();
    await page.keyboard.press("Home");
    expect(await spoken(page)).toMatch(/^build, passed/);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.getByRole("complementary", { name: "Details" }).waitFor();
    expect(param(page, "drawer")).toBe("test/x/1/r1/lint");
  });

  it("06 § 28: the same as a table", async () => {
    const { page } = await timesOf({ r1: nightly }, "/ui/run/x/1/r1?tab=times");
    await page.getByRole("button", { name: "As a table" }).click();
    const rows = page.getByRole("grid", { name: "Times of tests" }).getByRole("row");
    await expect.poll(() => rows.count()).toBe(6);
    expect(await rows.nth(1).textContent()).toContain("build");
    expect(await rows.nth(5).textContent()).toMatch(/report.*20s.*bx1.*3$/);
  });

  it("06 § 11.3: shows curves of [graph], and says which cannot be read", async () => {
    const graphs =
      "[graph]\nlicences sqlite3:lic.db samples at feature used vcs dc\nbroken lic.db samples at feature used;drop x\nodd lic.db samples at\n";
    const { area } = await withRuns(newArea({ ...files, "graphs.config": graphs }), { r1: nightly });
    area.write({ "megatest.config": `${area.read("megatest.config")}\n[include graphs.config]\n` });
    const db = new Database(join(area.path, "lic.db"));
    db.exec("CREATE TABLE samples (at INTEGER, feature TEXT, used REAL)");
    for (const [time, value] of [
      [-500, 7],
      [10, 3],
      [90, 12],
      [5000, 99],
    ])
      db.prepare("INSERT INTO samples VALUES (?, 'vcs', ?)").run(start + (time ?? 0), value);
    db.close();
    const { page, origin, token } = await open(area, { path: "/ui/run/x/1/r1?tab=times" });
    await page.getByText(/more curve/).click();
    await page.getByRole("img", { name: /^licences over time/ }).waitFor();
    expect(await page.getByRole("button", { name: "vcs" }).getAttribute("aria-pressed")).toBe("true");
    expect(await page.locator(".times-strips .caution-text").allTextContents()).toEqual([
      " · 2 cannot be read",
      expect.stringMatching(/^broken \(.*graphs\.config:3\): used;drop is no name of a table or column/),
      expect.stringMatching(/^odd \(.*graphs\.config:4\): it must be DB TABLE/),
    ]);
    const answer = await fetch(`${origin}/api/v1/run/curves?t=x/1&r=r1`, { headers: { authorization: `Bearer ${token}` } });
    const { curves } = (await answer.json()) as { curves: { points: unknown }[] };
    // The value before the run's start is there too.
    expect(curves[0]?.points).toEqual([
      [start - 500, 7],
      [start + 10, 3],
      [start + 90, 12],
    ]);
  });

  it("06 § 28: several runs above each other on a common scale", async () => {
    const { page } = await timesOf({ r1: nightly, r2: { build: at(1000, 300) }, "y/1/r3": { build: at(5000, 5) } }, "/ui/times");
    const heads = page.locator(".times-several-run-head h2");
    await expect.poll(() => heads.allTextContents()).toEqual(["y/1/r3", "x/1/r2", "x/1/r1"]);
    await page.locator(".times-chart canvas").nth(2).waitFor();
    await page.getByRole("textbox", { name: "Target" }).fill("x/%");
    await expect.poll(() => heads.allTextContents()).toEqual(["x/1/r2", "x/1/r1"]);
    await page.locator(".times-chart canvas").first().hover();
    await page.mouse.wheel(0, -400);
    await page.waitForURL(/from=/);
    await page.getByRole("combobox", { name: "Scale" }).selectOption("own");
    await expect.poll(() => param(page, "scale")).toBe("own");
    expect(param(page, "from")).toBeNull();
  });
});
