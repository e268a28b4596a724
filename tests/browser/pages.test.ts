import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { areaMaker, TestArea } from "../kit/area.js";
import { browserTitle, chromiumPath, dashboardOpener } from "../kit/browser.js";

const open = dashboardOpener(afterEach, afterAll);
const makeArea = areaMaker(afterEach);

/** Two nightly runs: `flow` fails in the second, by its log rules; `power` measures; `hostile` leaves what nobody should trust. Only looked at. */
let area: TestArea;

const measure = `#!/bin/sh
megatest -load-test-data <<E
power,idle, 4.9, 5.0, 0.2, W, board at rest
power,peak, 15, 14, <, W
E
megatest -test-status :state COMPLETED :status AUTO
`;

const hostile = `#!/bin/sh
echo '<script>parent.postMessage("stolen", "*"); document.title = "stolen"; fetch("/api/v1/hello")</script><h1>harmless</h1>' > page.html
ln -s /etc/passwd passwd
printf '<b>comment</b>' > comment.txt
megatest -test-status :state COMPLETED :status FAIL -m '<img src=x onerror=alert(1)><b>bold</b>'
`;

const files = {
  "tests/flow/testconfig": `[test_meta]
author lab
description Meets its timing, or not
[ezsteps]
synth echo cells: 14320
route ./route.sh
report echo done
[logpro]
route
  (expect:error in "LogFileBody" = 0 "Timing is met" #/^ERROR/)
`,
  "tests/flow/route.sh":
    "#!/bin/sh\nfor i in 1 2 3 4 5 6 7 8 9; do echo line $i; done\n[ $MT_RUNNAME = n1 ] || echo 'ERROR: slack -0.132 ns'\necho after\n",
  "tests/power/testconfig": "[setup]\nrunscript measure.sh\n",
  "tests/power/measure.sh": measure,
  "tests/hostile/testconfig": "[setup]\nrunscript hostile.sh\n",
  "tests/hostile/hostile.sh": hostile,
  "tests/unit/testconfig": "[items]\nKIND one two\n[ezsteps]\ncheck true\n",
};

beforeAll(async () => {
  area = new TestArea(files);
  for (const run of ["n1", "n2"]) await area.run("-runname", run);
});
afterAll(() => area.remove());

const heading = (page: Page, name: string | RegExp) => page.getByRole("heading", { name, level: 1 });

describe.skipIf(chromiumPath === undefined)(browserTitle, () => {
  it("06 § 24: what one sees first of a failed test is why: step, rule, line, and the way there", async () => {
    const { page } = await open(area, { path: "/ui/test/x/1/n2/flow" });
    const why = page.getByRole("region", { name: "Why it is not good" });
    await why.getByRole("heading", { name: "Step route: Timing is met (error)" }).waitFor();
    await expect
      .poll(() => why.getByRole("listitem").allTextContents())
      .toEqual(["6line 6", "7line 7", "8line 8", "9line 9", "10ERROR: slack -0.132 ns", "11after"]);
    expect(await why.locator("[aria-current=true]").textContent()).toContain("slack -0.132");
    expect(await page.title()).toBe("FAIL flow · n2 · Megatest");
    await why.getByRole("link", { name: "open at line 10" }).click();
    await page.waitForURL(/\/ui\/log\/x\/1\/n2\/flow\?f=route\.log&line=10$/);
  });

  it("06 § 24: values outside their limits, and the verdicts of the last runs", async () => {
    const { page } = await open(area, { path: "/ui/test/x/1/n2/power" });
    await page.getByRole("heading", { name: "1 value is outside its limits" }).waitFor();
    expect(await page.getByRole("row", { name: /power\/peak 15 W/ }).textContent()).toContain("< 14");
    const strip = page.getByRole("list", { name: "Verdicts of the last runs" }).getByRole("link");
    expect(await strip.count()).toBe(2);
    await strip.first().click();
    await page.waitForURL(/\/ui\/test\/x\/1\/n1\/power$/);
  });

  it("06 § 21: n and p lead through the failing tests of the run, [ and ] through the runs", async () => {
    const { page } = await open(area, { path: "/ui/test/x/1/n2/flow" });
    await page.getByText("1 of 3 failing").waitFor();
    await page.keyboard.press("n");
    await heading(page, "hostile").waitFor();
    await page.getByText("2 of 3 failing").waitFor();
    await page.keyboard.press("p");
    await heading(page, "flow").waitFor();
    await page.getByRole("list", { name: "Verdicts of the last runs" }).waitFor();
    await page.keyboard.press("]");
    await page.waitForURL(/\/ui\/test\/x\/1\/n1\/flow$/);
  });

  it("06-6: what is not there is told, with what may have been meant, and without an error", async () => {
    const { page, goto } = await open(area, { path: "/ui/run/x/1/n3" });
    await heading(page, "Run x/1/n3").waitFor();
    await page.getByText("none is known to have been").waitFor();
    await page.getByRole("link", { name: "x/1/n2" }).waitFor();
    await goto("/ui/test/x/1/n1/flaw");
    await heading(page, "Test flaw").waitFor();
    await page.getByRole("link", { name: "flow" }).click();
    await heading(page, "flow").waitFor();
  });

  it("06-6: a removed run is told as removed, and stays on a page that has it open", async () => {
    const removed = makeArea(files);
    await removed.run("-testpatt", "power");
    const { page, goto } = await open(removed, { path: "/ui/test/x/1/r1/power" });
    await heading(page, "power").waitFor();
    await page.getByText("Live", { exact: true }).waitFor();
    await removed.megatest(["-remove-runs", "-target", "x/1", "-runname", "r1", "-testpatt", "%"]);
    await page.getByText("What stands here is the last that was known").waitFor();
    await heading(page, "power").waitFor();
    await goto("/ui/run/x/1/r1");
    await page.getByText("The run was removed.").waitFor();
  });

  it("06-26: steps, data and duration of a running test advance", async () => {
    const live = makeArea({
      "tests/slow/testconfig": "[ezsteps]\nfirst ./first.sh\nsecond until [ -e ../../../../../go-2 ]; do sleep 0.1; done\n",
      "tests/slow/first.sh":
        "#!/bin/sh\nuntil [ -e ../../../../../go-1 ]; do sleep 0.1; done\nmegatest -set-values :category c :variable seen :value 7\n",
    });
    const running = live.run("-testpatt", "slow");
    await live.until(() => existsSync(join(live.path, "links/x/1/r1/slow")), "the test runs");
    const { page } = await open(live, { path: "/ui/test/x/1/r1/slow?tab=steps" });
    const row = (name: string) => page.getByRole("row", { name: new RegExp(`^${name} `) });
    await row("first").getByText("running").waitFor();
    const before = await page.locator(".object-facts").textContent();
    await expect.poll(() => page.locator(".object-facts").textContent(), { timeout: 10_000 }).not.toBe(before);
    live.write({ "go-1": "" });
    await row("second").getByText("running").waitFor();
    await page.getByRole("tab", { name: "Data" }).click();
    await page.getByRole("row", { name: /c\/seen 7/ }).waitFor();
    live.write({ "go-2": "" });
    await page.getByText("took ").waitFor();
    await running;
    await page.locator(".verdict-plate", { hasText: "PASS" }).waitFor();
  });

  it("06-36: a script in an HTML file of a test does not run, and cannot reach the application", async () => {
    const { page, requests } = await open(area, { path: "/ui/test/x/1/n2/hostile?tab=files" });
    await page.evaluate('window.addEventListener("message", (event) => { window.stolen = event.data })');
    await page.getByRole("link", { name: "page.html" }).click();
    await page.frameLocator("iframe").getByRole("heading", { name: "harmless" }).waitFor();
    expect(await page.evaluate("window.stolen")).toBeUndefined();
    expect(await page.title()).toBe("FAIL hostile · n2 · Megatest");
    const [tab] = await Promise.all([page.waitForEvent("popup"), page.getByRole("link", { name: "New tab" }).click()]);
    await tab.getByRole("heading", { name: "harmless" }).waitFor();
    expect(await tab.title()).not.toBe("stolen");
    expect(requests.filter((url) => url.endsWith("/api/v1/hello"))).toHaveLength(1);
  });

  it("06-37: a link to /etc/passwd is shown as text, and leads nowhere", async () => {
    const { page, origin, token } = await open(area, { path: "/ui/test/x/1/n2/hostile?tab=files" });
    const row = page.getByRole("row", { name: /passwd/ });
    expect(await row.textContent()).toContain("passwd → /etc/passwd not shown");
    expect(await row.getByRole("link").count()).toBe(0);
    const answer = await fetch(`${origin}/api/v1/test/lines?t=x/1&r=n2&n=hostile&f=passwd&from=1`, { headers: { authorization: `Bearer ${token}` } });
    expect(answer.status).toBe(403);
  });

  it("06 § 33.6: comments are text", async () => {
    const { page } = await open(area, { path: "/ui/test/x/1/n2/hostile" });
    expect(await page.getByText("<img src=x onerror=alert(1)><b>bold</b>").first().textContent()).toContain("<b>bold</b>");
    expect(await page.locator("img").count()).toBe(0);
  });

  it("06-38: history says since when a test fails, and where it turned", async () => {
    const { page, goto } = await open(area, { path: "/ui/test/x/1/n2/flow?tab=history" });
    await page.getByText("too few results to tell").first().waitFor();
    expect(await page.locator(".turn").textContent()).toBe("last good n1→first bad n2difference of the runs");
    await goto("/ui/history/flow?target=x/%25");
    await page.getByRole("row", { name: /n2 FAIL/ }).waitFor();
  });

  it("06 § 23: the grid of a run is walked by arrows, and Enter opens the drawer", async () => {
    const { page } = await open(area, { path: "/ui/run/x/1/n2" });
    await page.getByRole("gridcell", { name: /^flow, failed/ }).focus();
    await page.keyboard.press("Control+Home");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowDown");
    expect(await page.locator(":focus").getAttribute("data-place")).toBe("1 1");
    await page.getByRole("gridcell", { name: /^flow, failed/ }).press("Enter");
    await page.getByRole("complementary", { name: "Details" }).getByRole("heading", { name: "flow", level: 1 }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("complementary", { name: "Details" }).waitFor({ state: "detached" });
    expect(await page.locator(":focus").getAttribute("aria-label")).toMatch(/^flow, failed/);
  });
});
