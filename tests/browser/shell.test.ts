import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { TestArea } from "../kit/area.js";
import { browserTitle, chromiumPath, dashboardOpener, end } from "../kit/browser.js";

const open = dashboardOpener(afterEach, afterAll);

const step = (command: string) => `[ezsteps]\nstep1 ${command}\n`;

/** Two targets with a run of two tests each, of which `bad` fails. Only looked at. */
let area: TestArea;

beforeAll(async () => {
  area = new TestArea({ "tests/good/testconfig": step("true"), "tests/bad/testconfig": step("false") });
  for (const target of ["x/1", "y/2"]) await area.run("-target", target);
});
afterAll(() => area.remove());

describe.skipIf(chromiumPath === undefined)(browserTitle, () => {
  it("06-61: the first load is at most 250 kB, compressed, and nothing else is asked than its server", async () => {
    const { context, requests, origin, token } = await open(area);
    const fresh = await context.browser()?.newContext();
    const page = await fresh?.newPage();
    const sizes: Promise<number>[] = [];
    page?.on("requestfinished", (request) => {
      if (request.url().includes("/ui/")) sizes.push(request.sizes().then(({ responseBodySize }) => responseBodySize));
    });
    await page?.goto(`${origin}/ui/summary#token=${token}`);
    await page?.getByRole("grid").waitFor();
    const total = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
    await fresh?.close();
    expect(total).toBeGreaterThan(5_000);
    expect(total).toBeLessThan(250_000);
    expect(requests.filter((url) => !url.startsWith(`${origin}/`) && !url.startsWith("data:"))).toEqual([]);
  });

  it("06 § 33.2: the token leaves the address bar, and the next page needs none", async () => {
    const { page, origin, token } = await open(area);
    expect(page.url()).toBe(`${origin}/ui/summary`);
    await page.goto(`${origin}/ui/help`);
    await page.getByRole("heading", { name: "Help", level: 1 }).waitFor();
    expect(await page.content()).not.toContain(token);
  });

  it("06 § 33.2: without a token the page says how to get one", async () => {
    const { page, context, origin } = await open(area);
    const stranger = await context.browser()?.newContext();
    const other = await stranger?.newPage();
    await other?.goto(`${origin}/ui/runs`);
    await other?.getByRole("heading", { name: "This dashboard does not know you" }).waitFor();
    await stranger?.close();
    await page.getByRole("grid").waitFor();
  });

  it("06-5: ten letters in a filter add nothing to the history, and the address follows", async () => {
    const { page } = await open(area, { path: "/ui/config" });
    const before = await page.evaluate("history.length");
    await page.getByLabel("Narrow the variables").pressSequentially("concurrent");
    await page.waitForURL(/q=concurrent/);
    expect(await page.evaluate("history.length")).toBe(before);
    await expect.poll(() => page.getByRole("row").count()).toBe(2);
  });

  it("06-6: an address that names nothing says so", async () => {
    const { page } = await open(area, { path: "/ui/nothing/of/the/kind" });
    await page.getByRole("heading", { name: "There is no such page" }).waitFor();
    expect(await page.title()).toBe("No such page · Megatest");
  });

  it("06-22: ten tabs share one stream", async () => {
    const { page, context, origin, requests } = await open(area);
    await page.getByText("Live", { exact: true }).waitFor();
    for (let tab = 0; tab < 9; tab++) {
      const other = await context.newPage();
      await other.goto(`${origin}/ui/summary`);
      await other.getByText("Live", { exact: true }).waitFor();
    }
    const streams = requests.filter((url) => url.includes("/api/v1/events"));
    expect(streams).toHaveLength(1);
  });

  it("06-23: when the server ends, the header says reconnecting, and later since when nothing was heard", async () => {
    const dashboard = await open(area);
    const { page } = dashboard;
    await page.getByText("Live", { exact: true }).waitFor();
    await page.getByRole("grid").waitFor();
    await end(dashboard.process);
    await page.getByText("Reconnecting", { exact: true }).waitFor({ timeout: 5000 });
    await page.getByText(/^Stale since \d\d:\d\d$/).waitFor();
    expect(await page.getByRole("grid").isVisible()).toBe(true);
  });

  it("06-58: everything of the frame is reached by keys, and the focus can be seen", async () => {
    const { page } = await open(area);
    await page.getByRole("grid").waitFor();
    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: "Keys" }).waitFor();
    await page.keyboard.press("Escape");
    await page.keyboard.press("g");
    await page.keyboard.press("c");
    await page.waitForURL(/\/ui\/config$/);
    await page.keyboard.press("Control+k");
    await page.keyboard.type("summ");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/ui\/summary$/);
    await page.keyboard.press("Tab");
    for (let tab = 0; tab < 30; tab++) {
      const outline = await page.evaluate("getComputedStyle(document.activeElement).outlineStyle + document.activeElement.tagName");
      expect(outline).toMatch(/^(solid|auto)|BODY$/);
      await page.keyboard.press("Tab");
    }
  });

  it("06 § 21: keys of one letter can be switched off", async () => {
    const { page } = await open(area, { preferences: { letterKeys: false } });
    await page.getByRole("grid").waitFor();
    await page.keyboard.press("?");
    await page.keyboard.press("Control+k");
    await page.getByRole("dialog", { name: "Search" }).waitFor();
    expect(await page.getByRole("dialog").count()).toBe(1);
  });

  it("06 § 17: the tree is walked by keys and narrowed by words", async () => {
    const { page } = await open(area);
    const tree = page.getByRole("tree");
    await tree.getByRole("treeitem").first().focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowRight");
    await tree.getByRole("treeitem", { name: "r1" }).waitFor();
    await page.keyboard.press("y");
    await expect.poll(() => page.evaluate("document.activeElement.textContent")).toContain("y");
    await page.getByLabel("Narrow the tree").fill("y r1");
    await expect.poll(() => tree.getByRole("treeitem").allTextContents()).toEqual(["y1 bad1", "21 bad1", "r11 bad"]);
    await tree.getByRole("treeitem", { name: "r1" }).click();
    await page.waitForURL(/\/ui\/run\/y\/2\/r1$/);
  });

  it("06 § 17: the summary adds up the results of each run, and leads to it in the matrix", async () => {
    const { page } = await open(area);
    await page.getByText("2 failed").waitFor();
    await page.getByRole("row", { name: "y/2" }).focus();
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/ui\/runs\?target=y\/2&run=r1$/);
  });

  it("06 § 20: a run that is started elsewhere appears in tree and summary, and its results are counted as they come", async () => {
    const { page, requests } = await open(area);
    await page.getByText("2 failed").waitFor();
    await area.run("-target", "z/3", "-runname", "later");
    await page.getByRole("row", { name: "z/3" }).waitFor();
    await page.getByText("3 failed").waitFor();
    await page.getByText("3 passed").waitFor();
    await page.getByRole("treeitem", { name: /^z/ }).waitFor();
    expect(requests.filter((url) => url.endsWith("/ui/summary"))).toHaveLength(1);
  });

  it("06 § 16: the configuration names the line of each value", async () => {
    const { page } = await open(area, { path: "/ui/config" });
    await page.getByRole("row", { name: "linktree" }).getByRole("link").click();
    await page.waitForURL(/tab=files/);
    expect(await page.locator('[aria-current="location"]').textContent()).toContain("linktree");
  });

  it("06 § 21: theme and palette are kept", async () => {
    const { page, goto } = await open(area);
    await page.getByRole("button", { name: "Theme and colours" }).click();
    await page.getByRole("menuitemradio", { name: "Dark" }).click();
    await goto("/ui/help");
    expect(await page.locator("html").getAttribute("data-theme")).toBe("dark");
  });
});
