import Database from "better-sqlite3";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { formatUrl } from "../../src/view/index.js";
import { TestArea } from "../kit/area.js";
import { browserTitle, chromiumPath, dashboardOpener } from "../kit/browser.js";

const open = dashboardOpener(afterEach, afterAll);

/** Item paths that browsers, shells and HTML like to make something else of. */
const oddItems = ["x/../y", "~tilde", ".", "a//b", "50% ü?#&", "<b>bold</b>"];

/** A test with items and one that fails, in a run of two targets; items of `a/b` have odd names. */
let area: TestArea;

beforeAll(async () => {
  area = new TestArea({
    "tests/good/testconfig": `[ezsteps]\nstep1 true\n[items]\nKIND ${oddItems.map((_, at) => `k${at}`).join(" ")}\n`,
    "tests/bad/testconfig": "[ezsteps]\nstep1 echo wrong; false\n",
  });
  for (const target of ["c/d", "a/b"]) await area.run("-target", target, "-runname", "n");
  const renamed = "UPDATE tests SET item_path = ?, comment = ? WHERE item_path = ? AND run_id = (SELECT id FROM runs WHERE SYS = 'a')";
  for (const [at, item] of oddItems.entries()) change(renamed, item, `this is ${at}`, `k${at}`);
});
afterAll(() => area.remove());

/** As a restore from another area does it, or a user with sqlite3. */
function change(sql: string, ...params: readonly (string | number)[]): void {
  const live = new Database(area.liveFile);
  live.prepare(sql).run(...params);
  live.close();
}

describe.skipIf(chromiumPath === undefined)(browserTitle, () => {
  it("06-1: the address of a run shows it in a fresh browser, also when its id has changed", async () => {
    const { page, goto } = await open(area, { path: "/ui/run/a/b/n" });
    await page.getByRole("heading", { name: "n", level: 1 }).waitFor();
    change("UPDATE tests SET run_id = run_id + 1000");
    change("UPDATE runs SET id = id + 1000");
    await goto("/ui/run/a/b/n");
    await page.getByRole("heading", { name: "n", level: 1 }).waitFor();
    expect(await page.title()).toContain("n · ");
  });

  it.each(oddItems.map((item, at) => ({ item, at })))("06-2: the address of item $item shows exactly that one", async ({ item, at }) => {
    const test = { t: "a/b", r: "n", n: "good", i: item };
    const { page } = await open(area, { path: formatUrl({ view: "test", test, params: {} }) });
    await page.getByRole("heading", { name: `good/${item}`, level: 1 }).waitFor();
    await page.getByText(`this is ${at}`).first().waitFor();
  });

  it("06-2: the address of a test without item shows its top-level record", async () => {
    const { page } = await open(area, { path: "/ui/test/a/b/n/good" });
    await page.getByRole("heading", { name: "good", level: 1, exact: true }).waitFor();
  });

  it("06-3: the address of a filtered matrix shows the same rows and columns to somebody else", async () => {
    const { page, context, origin, token } = await open(area, { path: "/ui/runs?test=good/%25&target=c/%25" });
    const seen = await spokenCells(page);
    expect(seen.length).toBeGreaterThan(oddItems.length);
    expect(seen.filter((cell) => cell.startsWith("bad"))).toEqual([]);
    const other = await (await context.browser()?.newContext())?.newPage();
    await other?.goto(`${page.url()}#token=${token}`);
    expect(other && (await spokenCells(other))).toEqual(seen);
    expect(page.url()).toBe(`${origin}/ui/runs?test=good/%25&target=c/%25`);
    await other?.context().close();
  });

  it("06-4: Back from matrix, test and log finds scroll position, selection and focus as they were", async () => {
    const { page } = await open(area, { path: "/ui/runs?collapse=none&target=c/d", viewport: { width: 800, height: 300 } });
    await spokenCells(page);
    await page.getByRole("gridcell").first().focus();
    await page.keyboard.press("Control+End");
    await expect.poll(async () => (await situation(page))["focus"]).toContain("good/k5, run n, passed");
    await page.keyboard.press("Shift+ArrowUp");
    await expect.poll(async () => (await situation(page))["focus"]).toContain("good/k4, run n, passed");
    const before = await situation(page);
    expect(before).toMatchObject({ selected: 2, scrolled: true });
    await page.keyboard.press("o");
    await page.waitForURL(/\/ui\/test\//);
    await page.getByRole("tab", { name: "Steps" }).click();
    await page.getByRole("link", { name: "log", exact: true }).click();
    await page.waitForURL(/\/ui\/log\//);
    for (let entry = 0; entry < 3; entry++) await page.goBack();
    await page.waitForURL(/\/ui\/runs/);
    await expect.poll(() => situation(page)).toEqual(before);
  });

  it("06-6: unknown runs and tests are said to be unknown", async () => {
    const { page, goto } = await open(area, { path: "/ui/run/a/b/m" });
    await page.getByRole("heading", { name: "Run a/b/m" }).waitFor();
    await page.getByText("There is no run of that name").waitFor();
    await goto("/ui/test/a/b/n/nothing");
    await page.getByRole("heading", { name: "Test nothing" }).waitFor();
    await page.getByText("a/b/n has no such test").waitFor();
  });
});

/** What a screen reader says of the cells of the matrix, once they are there. */
async function spokenCells(page: Page): Promise<string[]> {
  const cells = page.getByRole("gridcell");
  await expect.poll(() => cells.first().getAttribute("aria-label")).toContain("run n");
  return cells.evaluateAll((found) => found.map((cell) => String(cell.getAttribute("aria-label"))));
}

function situation(page: Page): Promise<Record<string, unknown>> {
  return page.evaluate(`({
    focus: document.activeElement.getAttribute("aria-label"),
    selected: document.querySelectorAll('[aria-selected="true"]').length,
    tops: [...document.querySelectorAll("main *")].map((element) => element.scrollTop).filter((top) => top > 0),
    scrolled: [...document.querySelectorAll("main *")].some((element) => element.scrollTop > 0),
  })`);
}
