import type { Page, Request } from "playwright-core";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { standardConfig, TestArea } from "../kit/area.js";
import { accessibilityProblems } from "../kit/axe.js";
import { browserTitle, chromiumPath, dashboardOpener } from "../kit/browser.js";

const open = dashboardOpener(afterEach, afterAll);
const areas: TestArea[] = [];
afterAll(() => {
  for (const area of areas) area.remove();
});

const step = (command: string) => `[ezsteps]\nstep1 ${command}\n`;
const files = {
  "megatest.config": standardConfig().replace("[jobtools]", "waivercommentpatt CR-\\d+: .+\n\n[jobtools]"),
  "runconfigs.config": "[default]\n[x/1]\nV 1\n",
  "tests/good/testconfig": step("true"),
  "tests/bad/testconfig": `${step("false")}[test_meta]\ntags quick\n`,
  "tests/many/testconfig": `[items]\nN 1 2\n${step('test "$N" = 1')}`,
};

/** With a run x/1/r1 of all tests. */
let area: TestArea;
beforeEach(async () => {
  area = new TestArea(files);
  areas.push(area);
  await area.run();
});

const bad = "/ui/test/x/1/r1/bad";
const item = "/ui/test/x/1/r1/many/2";
const dialog = (page: Page) => page.getByRole("dialog");

function changing(page: Page): Request[] {
  const sent: Request[] = [];
  page.on("request", (request) => {
    if (request.method() === "PATCH") sent.push(request);
  });
  return sent;
}

async function choose(page: Page, menu: string, entry: string): Promise<void> {
  await page.getByRole("button", { name: menu }).click();
  await page.getByRole("menuitem", { name: entry, exact: true }).click();
}

const verdictsNow = async () => {
  await area.megatest(["-sync-to-megatest.db"]);
  return area.verdicts();
};

describe.skipIf(chromiumPath === undefined)(`${browserTitle}: direct changes`, () => {
  it("06-27: a comment is written once, on Enter or when it is left; Esc restores it", async () => {
    const { page } = await open(area, { path: bad });
    const sent = changing(page);
    const edit = page.getByTitle("Edit the comment");
    const field = page.getByLabel("Comment; Enter saves, Escape restores");
    await edit.click();
    await field.fill("looked <b>at</b> it");
    await field.press("Enter");
    await page.getByText("looked <b>at</b> it").waitFor();
    expect(await focusedText(page)).toBe("looked <b>at</b> it");
    expect(sent.length).toBe(1);
    await edit.press("Enter");
    await field.fill("never mind");
    await field.press("Escape");
    await page.getByText("looked <b>at</b> it").waitFor();
    await edit.click();
    await field.fill("left it");
    await page.getByRole("tab", { name: "Steps" }).click();
    await page.getByText("left it").waitFor();
    expect(sent.length).toBe(2);
    await edit.click();
    await field.press("Enter");
    expect(sent.length).toBe(2);
  });

  it("06-28, 06-29: nothing is waived until its justification fits; then the test is rolled up", async () => {
    const { page } = await open(area, { path: item });
    await choose(page, "Actions on the test", "Waive …");
    const waive = dialog(page).getByRole("button", { name: "Waive 1 test" });
    const text = dialog(page).getByLabel("Justification");
    for (const unfit of ["", "known", "see CR-1: x"]) {
      await text.fill(unfit);
      expect(await waive.isDisabled()).toBe(true);
    }
    expect(await accessibilityProblems(page)).toEqual([]);
    await text.fill("CR-7: known");
    await waive.click();
    await page.locator(".verdict-plate", { hasText: "WAIVED" }).waitFor();
    expect(await verdictsNow()).toMatchObject({ many: "COMPLETED/WAIVED", "many/2": "COMPLETED/WAIVED" });
  });

  it("06-30: who saves on an old view is told, and sees what is there now", async () => {
    const { page, context, origin } = await open(area, { path: bad });
    await choose(page, "Actions on the test", "Set result …");
    await dialog(page).getByText("Failed at step step1").first().waitFor();
    const other = await context.newPage();
    await other.goto(`${origin}${bad}`);
    await choose(other, "Actions on the test", "Set result …");
    await dialog(other).getByText("CHECK", { exact: true }).click();
    await dialog(other).getByRole("button", { name: "Save" }).click();
    await other.locator(".verdict-plate", { hasText: "CHECK" }).waitFor();
    await dialog(page).getByText("PASS", { exact: true }).click();
    await dialog(page).getByRole("button", { name: "Save" }).click();
    await dialog(page).getByText("bad has been changed meanwhile: look at it again").waitFor();
    await dialog(page).locator(".job-line", { hasText: "CHECK" }).waitFor();
    expect(await verdictsNow()).toMatchObject({ bad: "COMPLETED/CHECK" });
    await dialog(page).getByRole("button", { name: "Save" }).click();
    await page.locator(".verdict-plate", { hasText: "PASS" }).waitFor();
  });

  it("status, comment and lock of a run", async () => {
    const { page } = await open(area, { path: "/ui/run/x/1/r1" });
    await choose(page, "Actions on the run", "Status, comment, lock …");
    await dialog(page).getByLabel("Comment").fill("the good one");
    await dialog(page).getByLabel("locked").check();
    await dialog(page).getByRole("button", { name: "Save" }).click();
    await page.getByText("the good one").waitFor();
    await page.getByText("locked", { exact: true }).waitFor();
  });
});

describe.skipIf(chromiumPath === undefined)(`${browserTitle}: actions`, () => {
  it("06-45: the command that is shown is the one that is carried out, and its output is followed", async () => {
    const { page } = await open(area, { path: bad });
    await page.getByRole("button", { name: "Rerun" }).click();
    const words = "-set-state-status NOT_STARTED,n/a -run -target x/1 -runname r1 -testpatt bad/% -preclean -clean-cache";
    await dialog(page).getByText("Runs 1 test").waitFor();
    expect((await dialog(page).locator(".command-text pre").textContent())?.trim()).toBe(`megatest ${words}`);
    expect(await accessibilityProblems(page)).toEqual([]);
    await dialog(page).getByRole("button", { name: "Rerun 1 test" }).click();
    await dialog(page).getByRole("status").filter({ hasText: "done" }).waitFor();
    expect(await dialog(page).getByRole("log").textContent()).toContain(`/bin/megatest ${words}`);
    expect(await accessibilityProblems(page)).toEqual([]);
    await dialog(page).getByRole("button", { name: "Open its page" }).click();
    await page.waitForURL(/\/ui\/job\/\d+-1$/);
    await page.getByRole("heading", { name: "Rerun", level: 1 }).waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.getByRole("link", { name: "All jobs" }).click();
    await page.getByRole("grid", { name: "Jobs" }).getByText(words).waitFor();
    await page.getByRole("tab", { name: "Everything that was done" }).click();
    await page.getByRole("grid", { name: "What was done" }).getByText("Rerun").waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
  });

  it("06-46: a run is not removed before its name is typed", async () => {
    const { page } = await open(area, { path: "/ui/run/x/1/r1" });
    await choose(page, "Actions on the run", "Remove …");
    const remove = dialog(page).getByRole("button", { name: "Remove 5 tests" });
    await remove.waitFor();
    expect(await remove.isDisabled()).toBe(true);
    const name = dialog(page).getByLabel("Type r1 to confirm");
    await name.fill("r2");
    expect(await remove.isDisabled()).toBe(true);
    expect(await accessibilityProblems(page)).toEqual([]);
    await name.fill("r1");
    await remove.click();
    await dialog(page).getByRole("status").filter({ hasText: "done" }).waitFor();
    expect(await verdictsNow()).toEqual({});
  });

  it("06-47: when other tests are touched than were shown, it asks again", async () => {
    const { page } = await open(area, { path: "/ui/test/x/1/r1/many" });
    await choose(page, "Actions on the test", "Remove …");
    await dialog(page).getByText("Removes 3 tests").waitFor();
    await area.megatest(["-remove-runs", "-target", "x/1", "-runname", "r1", "-testpatt", "many/1"]);
    await dialog(page).getByLabel("Yes, to 3 tests").check();
    await dialog(page).getByRole("button", { name: "Remove 3 tests" }).click();
    await dialog(page).getByText("What this touches has changed meanwhile").waitFor();
    await dialog(page).getByText("Removes 2 tests").waitFor();
    expect(await dialog(page).getByRole("button", { name: "Remove 2 tests" }).isDisabled()).toBe(true);
    expect(await verdictsNow()).toMatchObject({ "many/2": "COMPLETED/FAIL" });
  });

  it("06-58: a test is rerun with the keyboard alone", async () => {
    const { page } = await open(area, { path: "/ui/runs" });
    const cell = page.locator('[data-at="0,0"]');
    await cell.waitFor();
    await cell.focus();
    await page.keyboard.press("Shift+F10");
    await page.getByRole("menu").waitFor();
    await page.keyboard.press("r");
    for (let tries = 0; tries < 20 && !(await focusedText(page)).startsWith("Rerun"); tries++) await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    const start = dialog(page).getByRole("button", { name: "Rerun 1 test" });
    await expect.poll(() => start.isEnabled()).toBe(true);
    for (let tries = 0; tries < 20 && (await focusedText(page)) !== "Rerun 1 test"; tries++) await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await dialog(page).getByRole("status").filter({ hasText: "done" }).waitFor();
    await page.keyboard.press("Escape");
    await dialog(page).waitFor({ state: "detached" });
  });

  it("06-52: who can only look is offered nothing, and told why", async () => {
    const { page, goto } = await open(area, { path: bad, args: ["-read-only"] });
    await page.getByText("Failed at step step1").first().waitFor();
    expect(await page.getByRole("button", { name: /Rerun|Actions|comment/i }).count()).toBe(0);
    await goto("/ui/launch?target=x/1");
    await page.getByText("Nothing can be started from here: the dashboard was started with -read-only.").waitFor();
    expect(await page.getByRole("button", { name: "Launch" }).isDisabled()).toBe(true);
  });

  it("tests chosen in a list are worked on together", async () => {
    const { page } = await open(area, { path: "/ui/run/x/1/r1?tab=list" });
    const rows = page.getByRole("grid", { name: "Tests of the run" });
    await rows.getByText("bad").waitFor();
    await rows.locator("tbody tr[tabindex='0']").focus();
    await page.keyboard.press("Space");
    await page.keyboard.press("Shift+ArrowDown");
    await choose(page, "Actions on 2 chosen tests", "Comment on all …");
    await dialog(page).getByLabel("Comment").fill("for all");
    await dialog(page).getByRole("button", { name: "Save" }).click();
    await expect.poll(() => rows.getByText("for all").count()).toBe(2);
  });
});

describe.skipIf(chromiumPath === undefined)(`${browserTitle}: the launch form`, () => {
  it("06 § 32.1: stands in the address, says what it comes to, and starts it", async () => {
    const { page } = await open(area, { path: "/ui/launch" });
    await page.getByRole("button", { name: "x/1" }).click();
    await page.getByLabel("Run name").fill("r1");
    await page.getByText("This run exists").waitFor();
    await page.getByRole("button", { name: "Use r1a" }).click();
    await page.getByRole("checkbox", { name: /many/ }).check();
    const pane = page.getByRole("region", { name: "What it comes to" });
    await pane.getByText("Runs 2 tests").waitFor();
    expect((await pane.locator(".command-text pre").textContent())?.trim()).toBe(
      "megatest -run -testpatt many -target x/1 -runname r1a -clean-cache",
    );
    expect(new URL(page.url()).search).toBe("?target=x/1&run=r1a&test=many");
    await page.reload();
    await pane.getByText("Runs 2 tests").waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    await pane.getByRole("button", { name: "Launch 2 tests" }).click();
    const job = page.getByRole("complementary", { name: "Details" });
    await job.locator(".object-title", { hasText: "done" }).waitFor();
    await expect.poll(() => verdictsOf("r1a"), { timeout: 20_000 }).toMatchObject({ "many/1": "COMPLETED/PASS", "many/2": "COMPLETED/FAIL" });
  });

  it("says why it cannot: a target that does not fit, a section that is not there", async () => {
    const { page } = await open(area, { path: "/ui/launch?target=no/such&reqtarg=1&run=r" });
    const pane = page.getByRole("region", { name: "What it comes to" });
    await pane.getByRole("alert").waitFor();
    expect(await pane.getByRole("alert").textContent()).toContain("[no/such] not found");
    expect(await pane.getByRole("button", { name: "Launch" }).isDisabled()).toBe(true);
  });
});

const focusedText = (page: Page): Promise<string> => page.evaluate("document.activeElement?.textContent ?? ''");

async function verdictsOf(runname: string): Promise<Record<string, string>> {
  await area.megatest(["-sync-to-megatest.db"]);
  return area.verdicts(runname);
}
