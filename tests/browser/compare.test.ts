import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { TestArea } from "../kit/area.js";
import { browserTitle, chromiumPath, dashboardOpener } from "../kit/browser.js";

const open = dashboardOpener(afterEach, afterAll);
let area: TestArea;

beforeAll(async () => {
  area = new TestArea({
    "tests/same/testconfig": "[ezsteps]\nstep1 true\n[items]\nKIND a b\n",
    "tests/turned/testconfig": "[ezsteps]\nstep1 test $MT_RUNNAME = r1\n",
    "tests/stuck/testconfig": "[ezsteps]\nstep1 false\n",
    "tests/gone/testconfig": "[ezsteps]\nstep1 true\n",
    "tests/fresh/testconfig": "[ezsteps]\nstep1 true\n",
  });
  await area.run("-testpatt", "same,turned,stuck,gone");
  await area.run("-runname", "r2", "-testpatt", "same,turned,stuck,fresh");
});
afterAll(() => area.remove());

describe.skipIf(chromiumPath === undefined)(browserTitle, () => {
  it("06-39: the counts of a difference are those of the records", async () => {
    const { page } = await open(area, { path: "/ui/run/x/1/r2" });
    await page.getByRole("link", { name: "difference to r1" }).click();
    await page.waitForURL(/\/ui\/diff\?src=x\/1\/r1&dst=x\/1\/r2$/);
    const groups = page.getByRole("group", { name: "Which tests" });
    await groups.waitFor();
    const texts = await groups.getByRole("button").allTextContents();
    const counts = texts.map((text) => /\d+ [a-z ]*[a-z]/.exec(text)?.[0]);
    expect(counts).toEqual([
      "1 worse",
      "1 not in destination",
      "1 still failing",
      "0 incomplete",
      "1 not in source",
      "0 better",
      "3 clean",
      "0 other duration",
    ]);
    const table = page.getByRole("grid", { name: "Differences" });
    const names = async () => (await table.locator("tbody tr[data-index] td:nth-child(2)").allTextContents()).join(" ");
    expect(await names()).toBe("turned gone stuck fresh");
    await groups.getByRole("button", { name: /clean/ }).click();
    await table.getByText("same").first().waitFor();
    expect(await names()).toBe("same same same");
    expect(new URL(page.url()).searchParams.get("only")).toBe("clean");
  });

  it("06-40: a test that the destination has not opens in the source", async () => {
    const { page, goto } = await open(area, { path: "/ui/diff?src=x/1/r1&dst=x/1/r2" });
    await page.getByRole("row", { name: /gone/ }).click();
    await page.locator(".drawer").getByRole("link", { name: "r1" }).first().waitFor();
    await goto("/ui/diff?src=x/1/r1&dst=x/1/r2");
    await page.getByRole("row", { name: /gone/ }).focus();
    await page.keyboard.press("Enter");
    await page.locator(".drawer").getByRole("heading", { name: "gone" }).waitFor();
  });

  it("06 § 31.1: failures of one cause stand together, and lead to their tests", async () => {
    const { page } = await open(area, { path: "/ui/summary" });
    await page.keyboard.press("g");
    await page.keyboard.press("f");
    const causes = page.getByRole("grid", { name: "Causes" });
    const cause = causes.getByRole("row", { name: /step1/ });
    await cause.first().waitFor();
    expect(await cause.count()).toBe(1);
    expect(await cause.locator("td").first().textContent()).toBe("3");
    await cause.click();
    const tests = page.getByRole("grid", { name: "Failed tests" });
    await tests.getByRole("row", { name: /turned/ }).click();
    await page.locator(".drawer").getByRole("heading", { name: "turned" }).waitFor();
  });
});
