import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { TestArea } from "../kit/area.js";
import { accessibilityProblems } from "../kit/axe.js";
import { browserTitle, chromiumPath, dashboardOpener } from "../kit/browser.js";

const open = dashboardOpener(afterEach, afterAll);

/** Every view has a folder: a new one is checked without being named here. */
const views = readdirSync(join(import.meta.dirname, "../../dashboard/views"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

/** Addresses by folder; without one, the folder is the name of the view. */
const addresses: Readonly<Record<string, string>> = {
  matrix: "/ui/runs",
  run: "/ui/run/x/1/r1",
  test: "/ui/test/x/1/r1/bad",
  log: "/ui/log/x/1/r1/bad?f=step1.log",
  history: "/ui/history/bad?target=x/1",
  diff: "/ui/diff?src=x/1/r1&dst=y/2/r1",
  plot: "/ui/plot?test=bad",
  view: "/ui/view/none",
  job: "/ui/job/none",
};

const looks = (["light", "dark"] as const).flatMap((theme) => (["classic", "safe"] as const).map((palette) => ({ theme, palette })));

let area: TestArea;

beforeAll(async () => {
  area = new TestArea({
    "tests/good/testconfig": "[ezsteps]\nstep1 true\n[items]\nKIND a b c\n",
    "tests/bad/testconfig": "[ezsteps]\nstep1 echo wrong; false\n[test_meta]\ndescription fails on purpose\ntags quick\n",
    "tests/late/testconfig": "[ezsteps]\nstep1 true\n[requirements]\nwaiton bad\n",
  });
  for (const target of ["x/1", "y/2"]) await area.run("-target", target);
});
afterAll(() => area.remove());

describe.skipIf(chromiumPath === undefined)(browserTitle, () => {
  it.each(views)("06-59: %s has no accessibility problems, in any theme and palette", async (view) => {
    const { page } = await open(area, { path: addresses[view] ?? `/ui/${view}` });
    await settled(page);
    expect(await accessibilityProblems(page)).toEqual([]);
    for (const tab of await page.getByRole("tab").all()) {
      await tab.click();
      await settled(page);
      expect(await accessibilityProblems(page), `tab ${await tab.textContent()}`).toEqual([]);
    }
    for (const look of looks) {
      await wear(page, look);
      expect(await accessibilityProblems(page, ["color-contrast"]), JSON.stringify(look)).toEqual([]);
    }
  });

  it("06-59: neither have the dialogs, menus and narrow pages of the frame", async () => {
    const { page } = await open(area);
    await settled(page);
    for (const { key, name } of [
      { key: "?", name: "Keys" },
      { key: "Control+k", name: "Search" },
    ]) {
      await page.keyboard.press(key);
      await page.getByRole("dialog", { name }).waitFor();
      for (const look of looks) {
        await wear(page, look);
        expect(await accessibilityProblems(page), name).toEqual([]);
      }
      await page.keyboard.press("Escape");
    }
    await page.getByRole("button", { name: "User and help" }).click();
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await page.setViewportSize({ width: 360, height: 640 });
    expect(await accessibilityProblems(page)).toEqual([]);
  });
});

/** Nothing is being loaded any more. */
async function settled(page: Page): Promise<void> {
  await page.locator("main").waitFor();
  await page.locator(".loading").waitFor({ state: "detached" });
  await page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
}

/** As if another tab had changed the settings. */
async function wear(page: Page, look: { readonly theme: string; readonly palette: string }): Promise<void> {
  const key = "megatest.settings";
  await page.evaluate(`{
    localStorage.setItem("${key}", JSON.stringify({ ...JSON.parse(localStorage.getItem("${key}")), ...${JSON.stringify(look)} }));
    window.dispatchEvent(new StorageEvent("storage", { key: "${key}" }));
  }`);
  await page.locator(`html[data-theme=${look.theme}][data-palette=${look.palette}]`).waitFor();
}
