import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { areaMaker } from "../kit/area.js";
import { browserTitle, chromiumPath, dashboardOpener } from "../kit/browser.js";
import { withRuns } from "../kit/recorded-area.js";

const newArea = areaMaker(afterEach);
const open = dashboardOpener(afterEach, afterAll);

const requirements = (text: string) => `[requirements]\n${text}\n[ezsteps]\nstep1 true\n`;
const items = "[items]\nKIND a b\n";

const files = {
  "tests/build/testconfig": "[requirements]\nwaitor audit\n",
  "tests/unit/testconfig": `${requirements("waiton build")}${items}`,
  "tests/bench/testconfig": `${requirements("waiton build unit\nmode itemmatch\nitemmap b a")}${items}`,
  "tests/lint/testconfig": "[ezsteps]\nstep1 true\n",
  "tests/report/testconfig": requirements("waiton bench lint\nmode toplevel"),
  "tests/audit/testconfig": "[ezsteps]\nstep1 true\n",
};
const waiting = "NOT_STARTED/n/a";
const first = {
  build: "PASS",
  audit: "PASS",
  lint: "PASS",
  unit: "RUNNING/n/a",
  "unit/a": "PASS",
  "unit/b": "RUNNING/n/a",
  bench: waiting,
  report: waiting,
};

async function graphOf(path = "/ui/run/x/1/r1?tab=graph", more: Readonly<Record<string, string>> = {}, run: Record<string, string> = first) {
  const { area, execute } = await withRuns(newArea({ ...files, ...more }), { r1: run });
  const dashboard = await open(area, { path, preferences: { tree: "closed" } });
  return { ...dashboard, area, execute };
}

const node = (page: Page, name: string) => page.locator(`.graph-node[data-name="${name}"]`);

/** What is said of a node. */
const title = (page: Page, name: string) => node(page, name).locator("title").textContent();

/** Names and places of all nodes. */
function places(page: Page): Promise<string[]> {
  return page.evaluate(
    `[...document.querySelectorAll(".graph-node")].map((node) => node.dataset.name + " " + node.getAttribute("transform")).sort()`,
  );
}

/** Names of the nodes that stand out. */
async function lit(page: Page): Promise<string> {
  const names: string[] = await page.evaluate(`[...document.querySelectorAll(".graph-node:not(.dim)")].map((node) => node.dataset.name).sort()`);
  return names.join(" ");
}

describe.skipIf(chromiumPath === undefined)(browserTitle, () => {
  it("06-44: nodes stay where they are when states change", async () => {
    const { page, execute } = await graphOf();
    await node(page, "report").waitFor();
    const before = await places(page);
    expect(before).toHaveLength(6);
    expect(await title(page, "bench")).toContain("not started");
    execute(
      "UPDATE tests SET state = 'COMPLETED', status = 'FAIL' WHERE testname = 'unit'; UPDATE tests SET state = 'RUNNING' WHERE testname = 'bench'",
    );
    await expect.poll(() => title(page, "unit"), { timeout: 15_000 }).toMatch(/^unit, failed/);
    await expect.poll(() => title(page, "bench")).toMatch(/^bench, running/);
    expect(await places(page)).toEqual(before);
  });

  it("06 § 29: draws waitors dashed and mapped waitons double, and says why in the tooltip", async () => {
    const { page } = await graphOf();
    await node(page, "report").waitFor();
    const titles = (kind: string) => page.locator(`.graph-line${kind} title`).allTextContents();
    expect(await titles(".dashed")).toEqual([expect.stringMatching(/^audit waits for build\na waitor of build\ntests\/build\/testconfig:2/)]);
    expect((await titles(".double")).sort()).toEqual([
      "bench waits for build\nmode itemmatch\nitemmap b a\ntests/bench/testconfig:2",
      "bench waits for unit\nmode itemmatch\nitemmap b a\ntests/bench/testconfig:2",
    ]);
  });

  it("06 § 29: a test in focus stands out with what it waits for and what waits for it; its items with theirs", async () => {
    const { page } = await graphOf(undefined, {}, { ...first, "bench/b": waiting });
    await node(page, "bench").click();
    await expect.poll(() => lit(page)).toBe("bench build report unit");
    const panel = page.getByRole("complementary", { name: "Test bench" });
    expect(await panel.textContent()).toContain("itemmatch · itemmap b a");
    expect(await panel.locator("details li").textContent()).toMatch(/b.*waits for.*unit\/a/);
    await node(page, "build").click({ modifiers: ["Shift"] });
    await expect.poll(() => lit(page)).toBe("bench build");
    await panel.getByRole("button", { name: "Close" }).click();
    await expect.poll(() => lit(page)).toBe("audit bench build lint report unit");
  });

  it("06 § 29: what failed and what it blocks", async () => {
    const { page } = await graphOf(undefined, {}, { ...first, unit: "FAIL", "unit/b": "FAIL", bench: "NOT_STARTED/PREQ_FAIL" });
    await page.getByRole("button", { name: "What failed blocks" }).click();
    await expect.poll(() => lit(page)).toBe("bench report unit");
  });

  it("06 § 29: circles and unknown waitons are red, with file and line", async () => {
    const { page } = await graphOf("/ui/graph", {
      "tests/egg/testconfig": requirements("waiton hen"),
      "tests/hen/testconfig": requirements("waiton egg"),
      "tests/typo/testconfig": requirements("waiton biuld"),
    });
    const mistakes = page.getByRole("list", { name: "Mistakes in the testconfigs" }).getByRole("listitem");
    await mistakes.first().waitFor();
    expect(await mistakes.allTextContents()).toEqual([
      "egg → hen → egg wait for each othertests/egg/testconfig:2",
      "typo has waiton biuld, and there is no such testtests/typo/testconfig:2",
    ]);
    await expect.poll(() => page.locator(".graph-line.broken").count()).toBe(3);
    expect(await page.locator(".graph-node.broken").count()).toBe(3);
  });

  it("06-58: the keyboard goes along edges, selects for a launch and opens", async () => {
    const { page } = await graphOf();
    await node(page, "unit").focus();
    await page.keyboard.press("ArrowRight");
    const focused = () => page.evaluate(`document.activeElement.dataset.name`);
    await expect.poll(focused).toBe("bench");
    await page.keyboard.press("Space");
    const link = page.getByRole("link", { name: "Launch …" });
    expect(await link.getAttribute("href")).toBe("/ui/launch?target=x/1&run=r1&test=bench");
    await page.keyboard.press("Enter");
    await page.getByRole("complementary", { name: "Details" }).waitFor();
    expect(new URL(page.url()).searchParams.get("drawer")).toBe("test/x/1/r1/bench");
  });

  it("06 § 29: as a table, and saved as SVG and DOT", async () => {
    const { page } = await graphOf();
    const save = async (name: string) => {
      await page.getByRole("button", { name: "Save the graph" }).click();
      const [saved] = await Promise.all([page.waitForEvent("download"), page.getByRole("menuitem", { name }).click()]);
      return readFileSync(await saved.path(), "utf8");
    };
    await node(page, "report").waitFor();
    expect(await save("For Graphviz (DOT)")).toContain('"unit" -> "bench" [style=solid, color="black:invis:black", label="itemmatch"];');
    expect(await save("As a picture (SVG)")).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg".*>report<\/text>.*<\/svg>\n$/s);
    await page.getByRole("button", { name: "As a table" }).click();
    const row = page.getByRole("row", { name: /^bench/ });
    expect(await row.textContent()).toContain("build unitreport");
  });

  it("06 § 29: a graph of thousands begins with what is near a test", async () => {
    const names = Array.from({ length: 2100 }, (_, at) => `gone${at}`).join(" ");
    const { page } = await graphOf("/ui/graph", { "tests/wide/testconfig": requirements(`waiton ${names}`) });
    await page.getByText("2107 tests are too many to see at once").waitFor();
    await page.getByLabel("Find a test").fill("unit");
    await expect.poll(() => lit(page)).toBe("bench build report unit");
    expect(await node(page, "wide").count()).toBe(0);
  });
});
