import type { Page } from "playwright-core";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { areaMaker } from "../kit/area.js";
import { browserTitle, chromiumPath, dashboardOpener } from "../kit/browser.js";
import { withRuns } from "../kit/recorded-area.js";
import { dayOf, insertRun, insertTest, type Runs } from "../kit/run-rows.js";

const newArea = areaMaker(afterEach);
const open = dashboardOpener(afterEach, afterAll);

/** A dashboard that shows the matrix of these runs. */
async function matrixOf(runs: Runs, path = "/ui/runs", viewport = { width: 1280, height: 800 }) {
  const { area, execute } = await withRuns(newArea({}), runs);
  const dashboard = await open(area, { path, viewport, preferences: { tree: "closed" } });
  await settled(dashboard.page);
  return { ...dashboard, area, execute };
}

const grid = (page: Page) => page.getByRole("grid", { name: "Runs matrix" });
const cell = (page: Page, row: string, run: string) => page.locator(`[role=gridcell][aria-label^="${row}, run ${run},"]`);

/** Everything on the screen is read. */
async function settled(page: Page): Promise<void> {
  await page.locator(".cell, .state").first().waitFor();
  await expect.poll(() => page.locator(".cell.unread").count(), { timeout: 15_000 }).toBe(0);
}

/** Labels and cells on the screen as text. */
function shownTable(page: Page): Promise<string[]> {
  return page.evaluate(`[...document.querySelectorAll(".matrix-row")]
    .sort((a, b) => a.getAttribute("aria-rowindex") - b.getAttribute("aria-rowindex"))
    .map((row) => {
      const cells = [...row.querySelectorAll(".cell")].sort((a, b) => a.getAttribute("aria-colindex") - b.getAttribute("aria-colindex"));
      return row.querySelector(".matrix-label").title + ": " + cells.map((cell) => cell.querySelector(".cell-text")?.textContent || "-").join(" ");
    })`);
}

const shownRuns = (page: Page) => page.locator(".run-name").allTextContents();

/** Names whose order by text is that of their numbers. */
const numbered = (name: string, count: number, verdict: (number: number) => string): Record<string, string> =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`${name}${String(at).padStart(3, "0")}`, verdict(at)]));

describe.skipIf(chromiumPath === undefined)(browserTitle, () => {
  it("06-3: the same address shows the same rows and columns to somebody else", async () => {
    const runs = { r1: { a: "PASS", b: "FAIL", "slow/1": "FAIL" }, r2: { a: "FAIL", b: "PASS" }, "y/1/r3": { a: "FAIL" } };
    const { page, context, origin, token } = await matrixOf(runs);
    await page.getByLabel("Words to filter by").fill("status:FAIL");
    await page.getByRole("button", { name: "Order of tests and runs" }).click();
    await page.getByRole("menuitemradio", { name: "By name, Z first" }).click();
    await page.getByRole("button", { name: "Filter", exact: true }).click();
    await page.getByRole("textbox", { name: "Target" }).fill("x/%");
    await page.getByRole("textbox", { name: "Test", exact: true }).fill("~slow%");
    await page.waitForURL(/test=~slow/);
    const expected = ["b: - FAIL", "a: FAIL -"];
    await expect.poll(() => shownTable(page)).toEqual(expected);
    const other = await context.browser()?.newContext();
    const theirs = await other?.newPage();
    await theirs?.goto(`${page.url()}#token=${token}`);
    expect(page.url().startsWith(origin)).toBe(true);
    if (theirs !== undefined) await expect.poll(() => shownTable(theirs)).toEqual(expected);
    await other?.close();
  });

  it("06-8: the newest run is leftmost; with sort=oldest rightmost", async () => {
    const { page, goto } = await matrixOf({ old: { a: "PASS" }, new: { a: "FAIL" } });
    expect(await shownRuns(page)).toEqual(["new", "old"]);
    await goto("/ui/runs?sort=oldest");
    await settled(page);
    expect(await shownRuns(page)).toEqual(["old", "new"]);
  });

  it("06-9: a test comes before its items", async () => {
    const { page } = await matrixOf({ r: { b: "PASS", "a/2": "PASS", "a/1": "FAIL", a: "FAIL" } });
    expect(await shownTable(page)).toEqual(["a: FAIL", "a/1: FAIL", "a/2: PASS", "b: PASS"]);
  });

  it("06-11: states and statuses ticked together hide by status what is COMPLETED, by state the rest", async () => {
    const { page } = await matrixOf({ r1: { a: "FAIL", b: "RUNNING/FAIL", c: "NOT_STARTED/n/a" }, r2: { a: "PASS" } });
    await page.getByRole("button", { name: "Filter", exact: true }).click();
    await page.getByLabel("RUNNING", { exact: true }).check();
    await page.getByLabel("FAIL", { exact: true }).check();
    await expect.poll(() => shownTable(page)).toEqual(["a: PASS -", "c: - NOT_STARTED"]);
    await page.getByLabel("Show only what is ticked").check();
    await expect.poll(() => shownTable(page)).toEqual(["a: FAIL", "b: RUNNING"]);
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Remove the filter state RUNNING" }).click();
    await expect.poll(() => shownTable(page)).toEqual(["a: FAIL", "b: RUNNING"]);
  });

  it("06-13, 06-14: every verdict has its class, and a text", async () => {
    const verdicts = { check: "CHECK", incomplete: "INCOMPLETE/FAIL", killed: "KILLED/KILLED", preq: "NOT_STARTED/PREQ_FAIL" };
    const { page, goto } = await matrixOf({ r: verdicts });
    const shown = async (name: string) => {
      const found = cell(page, name, "r");
      return `${/is-([\w-]+)/.exec((await found.getAttribute("class")) ?? "")?.[1]} ${await found.textContent()}`;
    };
    expect(await Promise.all(Object.keys(verdicts).map(shown))).toEqual(["check CHECK", "killed INCOMPLETE", "killed KILLED", "preq PREQ_FAIL"]);
    await goto("/ui/runs?density=compact");
    await settled(page);
    expect(await Promise.all(Object.keys(verdicts).map(shown))).toEqual(["check ?", "killed ☠", "killed ☠", "preq ⇤"]);
  });

  it("06-15: a collapsed test tells its items; expanding it leaves it where it is", async () => {
    const items = { t050: "FAIL", ...Object.fromEntries(Array.from({ length: 39 }, (_, at) => [`t050/i${at}`, at < 37 ? "PASS" : "FAIL"])) };
    const { page } = await matrixOf({ r: { ...numbered("t", 100, () => "PASS"), ...items } }, "/ui/runs?collapse=all");
    await grid(page).evaluate((element) => element.scrollTo(0, 1000));
    await settled(page);
    expect(await cell(page, "t050", "r").getAttribute("aria-label")).toContain("items: 2 failed, 37 passed");
    expect(await cell(page, "t050", "r").textContent()).toBe("FAIL2");
    const label = page.getByRole("rowheader", { name: "t050", exact: false }).first();
    const before = await label.boundingBox();
    await label.locator("button").click();
    await cell(page, "t050/i0", "r").waitFor();
    expect(await label.boundingBox()).toEqual(before);
    await page.keyboard.press("Shift+C");
    await expect.poll(() => label.getAttribute("aria-expanded")).toBe("true");
  });

  it("06-16, 06-17: of 36,000 records fewer than 5,000 cells are in the document, also at the end", async () => {
    const runs = Object.fromEntries(
      Array.from({ length: 40 }, (_, run) => [`r${String(run).padStart(2, "0")}`, numbered("t", 900, () => `S${run}`)]),
    );
    const { page, execute } = await matrixOf(runs, "/ui/runs", { width: 1920, height: 1080 });
    execute("UPDATE tests SET status = 'LAST' WHERE run_id = 1 AND testname = 't899'");
    const cells = () => page.locator(".cell").count();
    expect(await cells()).toBeLessThan(5000);
    await grid(page).evaluate((element) => element.scrollTo(element.scrollWidth, element.scrollHeight));
    await settled(page);
    await expect.poll(() => cell(page, "t899", "r00").textContent()).toBe("LAST");
    expect(await cells()).toBeLessThan(5000);
    await page.waitForURL(/row=t8\d\d/);
    await page.reload();
    await settled(page);
    await page.locator('[role=rowheader][title="t899"]').waitFor();
  });

  it("06-18: a run whose tests are all filtered out is absent, and present with empty=show", async () => {
    const { page, goto } = await matrixOf({ r1: { a: "PASS" }, r2: { b: "PASS" } }, "/ui/runs?test=a");
    expect(await shownRuns(page)).toEqual(["r1"]);
    await goto("/ui/runs?test=a&empty=show");
    await settled(page);
    expect(await shownRuns(page)).toEqual(["r2", "r1"]);
  });

  it("06-19: a change by a command is seen in its cell, without a request for the window", async () => {
    const { page, area, requests } = await matrixOf({ r1: { a: "PASS", b: "PASS", "c/1": "PASS", c: "PASS" } });
    await page.getByText("Live", { exact: true }).waitFor();
    await page.waitForTimeout(1500);
    const before = requests.length;
    await area.megatest(["-set-state-status", "COMPLETED,FAIL", "-target", "x/1", "-runname", "r1", "-testpatt", "a/,c/1"]);
    await expect.poll(() => shownTable(page)).toEqual(["a: FAIL", "b: PASS", "c: FAIL", "c/1: FAIL"]);
    const windows = requests.slice(before).filter((url) => /\/matrix\?/.test(url) && !/rn=0/.test(url));
    expect(windows).toEqual([]);
  });

  it("06-20: cells are right after the stream was cut while tests changed", async () => {
    const { page, execute, context } = await matrixOf({ r1: numbered("t", 600, () => "PASS") });
    await page.getByText("Live", { exact: true }).waitFor();
    await context.setOffline(true);
    await page.getByText("Reconnecting", { exact: true }).waitFor();
    execute("UPDATE tests SET status = 'FAIL' WHERE id % 6 <> 0");
    await context.setOffline(false);
    await page.getByText("Live", { exact: true }).waitFor();
    const expected = (await shownTable(page))
      .map((line) => line.replace(/: .*/, ""))
      .map((name) => `${name}: ${(1000 + Number(name.slice(1))) % 6 === 0 ? "PASS" : "FAIL"}`);
    await expect.poll(() => shownTable(page), { timeout: 15_000 }).toEqual(expected);
  });

  it("06-24: a new run moves nothing when one has scrolled, and a notice offers it", async () => {
    const runs = Object.fromEntries(Array.from({ length: 20 }, (_, run) => [`r${run}`, numbered("t", 100, () => `S${run}`)]));
    const { page, execute } = await matrixOf(runs);
    await grid(page).evaluate((element) => element.scrollTo(400, 600));
    await settled(page);
    const place = () => cell(page, "t030", "r12").boundingBox();
    const before = await place();
    execute(
      `${insertRun(
        "new",
        20,
        numbered("t", 99, () => "FAIL"),
      )}; ${insertTest(21, 99_999, "a", "FAIL")}`,
    );
    const notice = page.getByRole("button", { name: "1 new run, 1 new row" });
    await notice.waitFor();
    expect(await place()).toEqual(before);
    await notice.click();
    await cell(page, "a", "new").waitFor();
    await expect.poll(() => notice.count()).toBe(0);
  });

  it("06-24, 06-25: at the start a new run pushes in, and a removed one disappears", async () => {
    const { page, execute } = await matrixOf({ r1: { a: "PASS" }, r2: { a: "PASS" } });
    execute(insertRun("r3", 2, { a: "FAIL" }));
    await expect.poll(() => shownRuns(page)).toEqual(["r3", "r2", "r1"]);
    await expect.poll(() => shownTable(page)).toEqual(["a: FAIL PASS PASS"]);
    execute("UPDATE runs SET state = 'deleted' WHERE id = 2");
    await expect.poll(() => shownRuns(page)).toEqual(["r3", "r1"]);
    execute("UPDATE runs SET state = 'MOVED' WHERE id = 3");
    await expect.poll(() => shownTable(page)).toEqual(["a: PASS"]);
  });

  it("06-58: the matrix is walked, opened and selected by keys; Back finds the place again", async () => {
    const { page } = await matrixOf({ r1: { a: "PASS", b: "FAIL", c: "PASS", d: "FAIL" }, r2: { a: "PASS", b: "PASS", c: "PASS", d: "FAIL" } });
    const focused = () => page.evaluate("document.activeElement.getAttribute('aria-label')");
    await cell(page, "a", "r2").focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("n");
    await expect.poll(focused).toBe("b, run r1, failed, 1 second");
    await page.keyboard.press("n");
    await expect.poll(focused).toBe("d, run r1, failed, 1 second");
    await page.keyboard.press("Control+Home");
    await page.keyboard.press("ArrowUp");
    await expect.poll(focused).toContain("run r2 of x/1");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Space");
    await page.keyboard.press("Shift+ArrowDown");
    await page.getByText("2 tests selected").waitFor();
    await page.keyboard.press("Escape");
    await page.keyboard.press("Enter");
    await page.getByRole("complementary", { name: "Details" }).waitFor();
    await page.keyboard.press("Escape");
    await expect.poll(focused).toBe("b, run r2, passed, 1 second");
    await page.keyboard.press("o");
    await page.waitForURL(/\/ui\/test\/x\/1\/r2\/b/);
    await page.goBack();
    await expect.poll(focused).toBe("b, run r2, passed, 1 second");
  });

  it("06 § 22.3: cells, rows and runs are selected by the mouse", async () => {
    const { page } = await matrixOf({ r1: { a: "PASS", b: "PASS", c: "FAIL" }, r2: { a: "PASS", b: "FAIL" } });
    await cell(page, "a", "r2").click({ modifiers: ["Control"] });
    await cell(page, "b", "r1").click({ modifiers: ["Shift"] });
    await page.getByText("4 tests selected").waitFor();
    expect(await page.evaluate("String(getSelection())")).toBe("");
    await page.locator('[role=rowheader][title="c"]').click({ modifiers: ["Control"], position: { x: 200, y: 12 } });
    await page.getByText("5 tests selected").waitFor();
    await page.getByRole("columnheader", { name: "run r2" }).click({ modifiers: ["Control"], position: { x: 60, y: 12 } });
    await page.getByText("5 tests, 1 run selected").waitFor();
    await page.getByRole("button", { name: "Clear", exact: true }).click();
    await page.getByText("selected").waitFor({ state: "detached" });
  });

  it("06-10: [dashboard] testsort is the first order", async () => {
    const { area } = await withRuns(newArea({}), { r: { a: { verdict: "PASS", start: dayOf(1) }, b: { verdict: "PASS", start: dayOf(2) } } });
    area.write({ "megatest.config": `${area.read("megatest.config")}\n[dashboard]\ntestsort -event_time\n` });
    const { page } = await open(area, { path: "/ui/runs" });
    await settled(page);
    expect(await shownTable(page)).toEqual(["b: PASS", "a: PASS"]);
  });
});
