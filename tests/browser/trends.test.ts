import { afterAll, afterEach, describe, expect, it } from "vitest";
import { areaMaker } from "../kit/area.js";
import { browserTitle, chromiumPath, dashboardOpener } from "../kit/browser.js";
import { withRuns } from "../kit/recorded-area.js";

const newArea = areaMaker(afterEach);
const open = dashboardOpener(afterEach, afterAll);

const took = (duration: number) => ({ verdict: "PASS", duration });

describe.skipIf(chromiumPath === undefined)(browserTitle, () => {
  it("06 § 26: the summary tells what is newly failing, flaky and slower; the matrix marks what is flaky", async () => {
    const { area } = await withRuns(newArea({}), {
      r1: { "shaky/<i>": "PASS", fresh: "PASS", slow: took(100) },
      r2: { "shaky/<i>": "FAIL", fresh: "PASS", slow: took(100) },
      r3: { "shaky/<i>": "PASS", fresh: "PASS", slow: took(100) },
      r4: { "shaky/<i>": "FAIL", fresh: "FAIL", slow: took(200) },
    });
    const { page, goto } = await open(area, { path: "/ui/summary" });
    const rows = (name: string) => page.getByRole("table", { name }).locator("tbody tr");
    await expect.poll(() => rows("Most flaky").allTextContents()).toEqual(["shaky/<i>3100 %"]);
    expect(await rows("Newly failing").allTextContents()).toEqual(["freshr41"]);
    expect(await rows("Slower").allTextContents()).toEqual(["slow3m 20s1m 40s"]);
    await goto("/ui/runs");
    await expect.poll(() => page.getByRole("rowheader", { name: /shaky/ }).textContent()).toContain("flaky");
    expect(await page.getByRole("rowheader", { name: /fresh/ }).textContent()).not.toContain("flaky");
    await goto("/ui/summary");
    await rows("Most flaky").getByRole("link").click();
    await page.waitForURL(/\/ui\/history\/shaky\/%3Ci%3E\?target=x\/1$/);
  });
});
