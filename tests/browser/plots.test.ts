import type { Page } from "playwright-core";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { areaMaker } from "../kit/area.js";
import { accessibilityProblems } from "../kit/axe.js";
import { browserTitle, chromiumPath, dashboardOpener } from "../kit/browser.js";
import { insertData, type Measurement, measurements } from "../kit/measurements.js";
import { withRuns } from "../kit/recorded-area.js";

const newArea = areaMaker(afterEach);
const open = dashboardOpener(afterEach, afterAll);

async function plotOf(rows: readonly Measurement[], path: string) {
  const { runs, data } = measurements(rows);
  const { area, execute } = await withRuns(newArea({}), runs);
  execute(insertData(data));
  return { ...(await open(area, { path, preferences: { tree: "closed" } })), area, execute };
}

const nights = Array.from({ length: 30 }, (_, at) => at + 1);
const param = (page: Page, name: string) => new URL(page.url()).searchParams.get(name);
const panel = (page: Page) => page.getByRole("listbox", { name: /^Plot of/ });
const spoken = (page: Page) => panel(page).first().locator('[role="option"]').textContent();

/** 30 nights at 5 W, one of them at 5.3. */
const idle = nights.map((night): Measurement => {
  const value = night === 20 ? 5.3 : 5 + ((night * 7) % 10) / 100;
  return { run: `n${night}`, test: "power", category: "power", variable: "idle", value, expected: 5, tol: 0.2, units: "W" };
});

/** What a colour of the picture covers: from and to, as values of the axis at the left. */
async function band(page: Page, selector: string): Promise<[number, number]> {
  return page.evaluate(`{
    const ticks = [...document.querySelectorAll(".plot-picture .plot-mark > g")].map((tick) => ({
      y: Number(tick.querySelector("line").getAttribute("y1")), value: Number(tick.querySelector("text").textContent) }));
    const [a, b] = [ticks[0], ticks.at(-1)];
    const valueAt = (y) => a.value + ((y - a.y) / (b.y - a.y)) * (b.value - a.value);
    const shape = document.querySelector("${selector}");
    const [y, height] = ["y", "height"].map((name) => Number(shape.getAttribute(name)));
    [valueAt(y + height), valueAt(y)];
  }`);
}

describe.skipIf(chromiumPath === undefined)(browserTitle, () => {
  it("06-41: with expected 5 and tol 0.2 the band is 4.8–5.2, and 5.3 is marked", async () => {
    const { page } = await plotOf(idle, "/ui/plot?test=power&var=power/idle");
    await panel(page).waitFor();
    const [low, high] = await band(page, ".plot-band");
    expect(low).toBeCloseTo(4.8, 2);
    expect(high).toBeCloseTo(5.2, 2);
    expect(await page.locator(".plot-band").count()).toBe(1);
    expect(await page.locator(".plot-bad").getAttribute("data-count")).toBe("1");
    await panel(page).focus();
    await page.keyboard.press("Home");
    for (let night = 1; night < 20; night++) await page.keyboard.press("ArrowRight");
    expect(await spoken(page)).toMatch(/^power\/idle: 5\.3 W, outside its limits, allowed 4\.8 – 5\.2, x\/1\/n20/);
  });

  it("06-41: with tol < there is a limit line, and what is above is shaded", async () => {
    const rows = nights.map((night): Measurement => {
      return { run: `n${night}`, test: "power", category: "power", variable: "peak", value: 11 + night / 100, expected: 12, tol: "<", units: "W" };
    });
    const { page } = await plotOf(rows, "/ui/plot?var=power/peak");
    await panel(page).waitFor();
    const [low] = await band(page, ".plot-forbidden");
    expect(low).toBeCloseTo(12, 2);
    expect(await page.locator(".plot-limit").getAttribute("d")).toMatch(/^M\S+ \S+H\S+$/);
    expect(await page.locator(".plot-band").count()).toBe(0);
  });

  it("06 § 30: keys zoom, and lead from values to their tests; all of it has an address", async () => {
    const { page } = await plotOf(idle, "/ui/plot?var=power/idle");
    await panel(page).focus();
    await page.keyboard.press("+");
    await page.waitForURL(/from=\d+/);
    expect(Number(param(page, "to")) - Number(param(page, "from"))).toBeGreaterThan(86_400 * 15);
    await page.keyboard.press("0");
    await expect.poll(() => param(page, "from")).toBeNull();
    await page.keyboard.press("Home");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    await page.getByRole("complementary", { name: "Details" }).waitFor();
    expect(param(page, "drawer")).toBe("test/x/1/n2/power?tab=data");
  });

  it("06 § 30: dragging chooses a part, of which the statistics then tell", async () => {
    const { page } = await plotOf(idle, "/ui/plot?var=power/idle&x=number");
    const { x = 0, y = 0, width = 0 } = (await page.locator(".plot-picture").boundingBox()) ?? {};
    const [left, right] = [x + 64, x + width - 40];
    const at = (place: number) => left + ((place + 0.5) / 30) * (right - left);
    await page.mouse.move(at(9.5), y + 100);
    await page.mouse.down();
    await page.mouse.move(at(19.5), y + 100, { steps: 4 });
    await page.mouse.up();
    await page.waitForURL(/from=/);
    const cells = page.locator(".plot-statistics tbody tr").first().locator("td");
    await expect.poll(() => cells.allTextContents()).toEqual(expect.arrayContaining(["10", "5.3"]));
  });

  it("06 § 30: units have axes, and panels when there are more than two; texts are a strip; what leaves its limits soon is told", async () => {
    const rows = nights.slice(0, 8).flatMap((night): Measurement[] => {
      const run = `n${night}`;
      const of = { run, test: "power", category: "c" };
      return [
        { ...of, variable: "watts", value: 4.05 + night / 10, expected: 5, tol: "<", units: "W" },
        { ...of, variable: "time", value: 30, units: "s" },
        { ...of, variable: "banner", value: night < 5 ? "hello <b>" : 'x"&' },
      ];
    });
    const { page, execute } = await plotOf(rows, "/ui/plot?var=c/%25");
    await panel(page).waitFor();
    expect(await page.locator(".plot-unit").allTextContents()).toEqual(["W", "s"]);
    expect(await page.locator(".plot-text > title").allTextContents()).toEqual(["hello <b>", 'x"&']);
    await page.getByText("about to leave limits: in 2 runs").waitFor();
    execute(insertData([{ id: 1000, category: "c", variable: "size", value: 7, expected: null, tol: null, units: "MB", status: null }]));
    await page.reload();
    await expect.poll(() => panel(page).count()).toBe(3);
    expect(await accessibilityProblems(page)).toEqual([]);
  });

  it("06 § 30: is reached from test data and from the list of variables; the table has every value; pictures can be saved", async () => {
    const { page, goto } = await plotOf(idle, "/ui/test/x/1/n3/power?tab=data");
    await page.getByRole("link", { name: "Plot of power/idle" }).click();
    await panel(page).waitFor();
    expect([param(page, "test"), param(page, "var"), param(page, "target")]).toEqual(["power/", "power/idle", "x/1"]);
    for (const [name, kind] of [
      ["CSV", "plot.csv"],
      ["SVG", "plot.svg"],
      ["PNG", "plot.png"],
    ] as const) {
      const saved = page.waitForEvent("download");
      await page.getByRole("button", { name, exact: true }).click();
      expect((await saved).suggestedFilename()).toBe(kind);
    }
    await page.getByRole("button", { name: "As a table" }).click();
    expect(await page.getByRole("grid", { name: "Values" }).getAttribute("aria-rowcount")).toBe("31");
    expect(await accessibilityProblems(page)).toEqual([]);
    await goto("/ui/plot");
    await page.getByRole("row", { name: /power\/idle/ }).click();
    await panel(page).waitFor();
  });
});
