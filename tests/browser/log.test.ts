import { appendFileSync, closeSync, ftruncateSync, openSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { TestArea } from "../kit/area.js";
import { accessibilityProblems } from "../kit/axe.js";
import { browserTitle, chromiumPath, dashboardOpener } from "../kit/browser.js";

const open = dashboardOpener(afterEach, afterAll);
const esc = "\u001b";

/** Two runs of a test whose log has 400 lines; in the second, line 300 is an error. */
let area: TestArea;

beforeAll(async () => {
  const rules = '[logpro]\ncheck (expect:error in "LogFileBody" = 0 "Any error" #/ERROR/)\n';
  area = new TestArea({
    "tests/lint/testconfig": `[ezsteps]\ncheck ./check.sh\n${rules}`,
    "tests/lint/check.sh": `#!/bin/sh
i=1
while [ $i -le 400 ]; do
  if [ $i = 300 ] && [ "$MT_RUNNAME" = r2 ]; then echo "ERROR in line $i"; else echo "line $i of the log"; fi
  i=$((i + 1))
done
`,
  });
  await area.run();
  await area.run("-runname", "r2");
});
afterAll(() => area.remove());

const inRun = (run: string, name: string) => join(area.path, `links/x/1/${run}/lint`, name);
const log = (run: string, f: string, more = "") => `/ui/log/x/1/${run}/lint?f=${f}${more}`;
const row = (page: Page, number: number) => page.locator(`[data-line="${number}"]`);
const scroller = (page: Page) => page.locator(".log-scroller");
const isSeen = (page: Page, number: number) =>
  page.evaluate(`(() => {
    const row = document.querySelector('[data-line="${number}"]')?.getBoundingClientRect();
    const frame = document.querySelector(".log-scroller").getBoundingClientRect();
    return row !== undefined && row.top >= frame.top - 1 && row.bottom <= frame.bottom + 1;
  })()`);

const scrollTop = (page: Page) => page.evaluate('document.querySelector(".log-scroller").scrollTop');
const text = (page: Page, number: number) => row(page, number).locator(".log-text").textContent();

describe.skipIf(chromiumPath === undefined)(browserTitle, () => {
  it("06-31: line 50,000,000 of a 10 GB log is shown, and no answer exceeds 2 MB", async () => {
    const fd = openSync(inRun("r1", "huge.log"), "w");
    const blank = Buffer.alloc(1_000_000, "\n");
    for (let written = 0; written < 50; written++) writeSync(fd, written === 49 ? blank.subarray(1) : blank);
    writeSync(fd, "this is line 50000000\n");
    ftruncateSync(fd, 10 * 2 ** 30);
    closeSync(fd);
    const { page } = await open(area);
    const sizes: number[] = [];
    page.on("response", async (response) => {
      if (response.url().includes("/api/v1/test/")) sizes.push((await response.body().catch(() => Buffer.alloc(0))).length);
    });
    await page.evaluate(`history.pushState(null, "", ${JSON.stringify(log("r1", "huge.log", "&line=50000000"))}); location.reload()`);
    await expect
      .poll(
        () =>
          row(page, 50_000_000)
            .textContent()
            .catch(() => ""),
        { timeout: 100_000 },
      )
      .toContain("this is line 50000000");
    await expect.poll(() => isSeen(page, 50_000_000)).toBe(true);
    // Up and down from there by wheel: each line once, in order.
    await scroller(page).hover();
    await page.mouse.wheel(0, -1800);
    await row(page, 49_999_900).waitFor({ state: "attached" });
    expect(Math.max(...sizes)).toBeLessThan(2_000_000);
  });

  it("06-33: follow mode shows new lines, an upward scroll stops it, the end takes it up again", async () => {
    const path = inRun("r1", "growing.log");
    writeFileSync(path, Array.from({ length: 200 }, (_, index) => `old ${index + 1}\n`).join(""));
    const { page } = await open(area, { path: log("r1", "growing.log", "&tail=1") });
    await expect.poll(() => isSeen(page, 200)).toBe(true);
    appendFileSync(path, "new one\nnew two\n");
    await row(page, 202).getByText("new two").waitFor();
    await expect.poll(() => isSeen(page, 202)).toBe(true);
    await scroller(page).hover();
    await page.mouse.wheel(0, -1000);
    await expect.poll(() => isSeen(page, 202)).toBe(false);
    const before = await scrollTop(page);
    appendFileSync(path, "new three\n");
    await page.getByRole("button", { name: "1 new line" }).waitFor();
    expect(await scrollTop(page)).toBe(before);
    await page.getByRole("button", { name: "1 new line" }).click();
    await expect.poll(() => isSeen(page, 203)).toBe(true);
    appendFileSync(path, "new four\n");
    await expect.poll(() => isSeen(page, 204)).toBe(true);
  });

  it("06-34: colours, a progress bar, invalid UTF-8 and a 10 MB line are readable, and the page stays responsive", async () => {
    const bar = Array.from({ length: 101 }, (_, share) => `\r${"#".repeat(share / 5)} ${share} %`).join("");
    const lines = [
      `${esc}[31mred${esc}[0m and ${esc}[1;44mblue${esc}[0m`,
      bar,
      Buffer.from([0x61, 0xff, 0x62]),
      "x".repeat(10_000_000),
      "<b>last</b>",
    ];
    writeFileSync(inRun("r1", "odd.log"), Buffer.concat(lines.flatMap((line) => [Buffer.from(line), Buffer.from("\n")])));
    const { page } = await open(area, { path: log("r1", "odd.log") });
    await row(page, 5).waitFor();
    await expect.poll(() => text(page, 1)).toBe("red and blue");
    const colours = `[...document.querySelectorAll('[data-line="1"] span[style]')].map(({ style }) => style.color + style.backgroundColor)`;
    await expect.poll(() => page.evaluate(colours)).toEqual(["rgb(187, 0, 0)", "rgb(255, 255, 255)rgb(0, 0, 187)"]);
    await expect.poll(() => text(page, 2)).toBe("#################### 100 %");
    await expect.poll(() => text(page, 3)).toBe("a\ufffdb");
    await expect.poll(async () => (await text(page, 4))?.length).toBe(5000);
    await expect.poll(() => text(page, 5)).toBe("<b>last</b>");
    await row(page, 4).getByRole("button", { name: /^more/ }).click();
    await expect.poll(async () => (await text(page, 4))?.length).toBe(105_000);
    await page.getByRole("button", { name: "Raw" }).click();
    await expect.poll(() => text(page, 1)).toBe("^[[31mred^[[0m and ^[[1;44mblue^[[0m");
  });

  it("06-35: a hostile expression ends with a notice, and the page can be used meanwhile", async () => {
    writeFileSync(inRun("r1", "hostile.log"), `${"a".repeat(60)}!\n`.repeat(1000));
    const { page } = await open(area, { path: log("r1", "hostile.log", "&regex=1") });
    await page.getByLabel("Search this log").fill("^(a+)+$");
    await page.getByText("The search stopped at line 1: the expression takes too long there.").waitFor();
    await page.getByLabel("Search this log").fill("a!$");
    await page.getByText("1,000", { exact: true }).first().waitFor();
  });

  it("06 § 25.10: a page of logpro is shown in a frame of its own, with its style, and its links work", async () => {
    const { page } = await open(area, { path: log("r2", "check.html") });
    const frame = page.frameLocator("iframe");
    const error = frame.getByRole("link", { name: "ERROR in line 300" });
    await error.waitFor();
    await expect.poll(() => error.evaluate((link) => link.ownerDocument.styleSheets.length)).toBe(1);
    expect(await page.locator("iframe").getAttribute("sandbox")).toBe("");
    await frame.getByRole("link", { name: "rule-0" }).click();
    await page.getByRole("button", { name: "Source" }).click();
    await row(page, 1).getByText("<html>").waitFor();
  });

  it("06-4: Back from a log finds the place where one was", async () => {
    const { page } = await open(area, { path: log("r1", "check.log") });
    await row(page, 1).waitFor();
    await scroller(page).focus();
    await page.keyboard.press("PageDown");
    await page.keyboard.press("PageDown");
    await expect.poll(() => scrollTop(page)).toBeGreaterThan(500);
    const before = await scrollTop(page);
    await page.getByRole("heading", { level: 1 }).getByRole("link").click();
    await page.getByRole("tab", { name: "Overview" }).waitFor();
    await page.goBack();
    await row(page, 100).waitFor({ state: "attached" });
    await expect.poll(() => scrollTop(page)).toBe(before);
  });

  it("06 § 25.8: a failed test opens on its first error, with the marks of its rules beside it", async () => {
    const { page } = await open(area, { path: "/ui/test/x/1/r2/lint?tab=log" });
    await expect.poll(() => isSeen(page, 300)).toBe(true);
    await page.getByRole("complementary", { name: "Marks" }).getByRole("button", { name: /^300/ }).waitFor();
    expect(await row(page, 300).getAttribute("class")).toContain("log-mark-error");
  });

  it("06 § 25.7: lines are linked by their number, a range with Shift, and copied without decoration", async () => {
    const { page, context } = await open(area, { path: log("r1", "check.log") });
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.getByRole("link", { name: "Line 3", exact: true }).click();
    await page.getByRole("link", { name: "Line 5", exact: true }).click({ modifiers: ["Shift"] });
    await page.waitForURL(/line=3-5/);
    await page.locator(".log-status").getByRole("button", { name: "Copy" }).click();
    await page.getByRole("button", { name: "Copied 3" }).waitFor();
    expect(await page.evaluate("navigator.clipboard.readText()")).toBe("line 3 of the log\nline 4 of the log\nline 5 of the log");
    await page.reload();
    await expect.poll(() => row(page, 4).getAttribute("class")).toContain("is-chosen");
  });

  it("06-58: by keys alone: search, step through hits, go to a line, wrap, end and beginning", async () => {
    const { page } = await open(area, { path: log("r1", "check.log") });
    await row(page, 1).waitFor();
    await page.keyboard.press("/");
    await page.keyboard.type("line 2");
    await page.getByRole("complementary", { name: "Hits" }).getByRole("button").nth(110).waitFor();
    await page.keyboard.press("Enter");
    await expect.poll(() => row(page, 2).getAttribute("class")).toContain("is-current");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await page.keyboard.press(":");
    await page.getByLabel("Go to line").waitFor();
    await page.keyboard.type("250");
    await page.keyboard.press("Enter");
    await expect.poll(() => isSeen(page, 250)).toBe(true);
    await page.keyboard.press("Shift+g");
    await expect.poll(() => isSeen(page, 400)).toBe(true);
    await page.keyboard.press("g");
    await page.keyboard.press("g");
    await expect.poll(() => isSeen(page, 1)).toBe(true);
    await page.keyboard.press("w");
    await page.locator(".log-scroller.is-wrapped").waitFor();
    await page.keyboard.press("Shift+g");
    await expect.poll(() => isSeen(page, 400)).toBe(true);
  });

  it("06 § 25.9: two runs side by side", async () => {
    const { page } = await open(area, { path: log("r2", "check.log", "&with=x/1/r1") });
    await page.getByText("1 difference").waitFor();
    await page.keyboard.press("n");
    await page.locator(".log-half.is-changed").getByText("ERROR in line 300").waitFor();
    await page.locator(".log-half.is-changed").getByText("line 300 of the log").waitFor();
    await page.getByRole("button", { name: "Only differences" }).click();
    await page.getByText("296 equal lines").waitFor();
  });

  it("06 § 25.6: a file that is no text is shown as bytes", async () => {
    writeFileSync(inRun("r1", "core.bin"), Buffer.concat([Buffer.from([0, 1, 2, 255]), Buffer.from("readable")]));
    const { page } = await open(area, { path: log("r1", "core.bin") });
    await expect.poll(() => text(page, 1)).toContain("00 01 02 ff 72 65 61 64  61 62 6c 65");
    expect(await text(page, 1)).toContain("····readable");
  });

  it("06 § 25.2: a log that is replaced is read anew, with a notice", async () => {
    const path = inRun("r1", "rotated.log");
    writeFileSync(path, "first\nsecond\n");
    const { page } = await open(area, { path: log("r1", "rotated.log", "&tail=1") });
    await row(page, 2).getByText("second").waitFor();
    writeFileSync(path, "other\n");
    await page.getByText("rotated.log was replaced or shortened: it is shown anew").waitFor();
    await expect.poll(() => text(page, 1)).toBe("other");
    await expect.poll(() => row(page, 2).count()).toBe(0);
  });

  it("06 § 25.4: an address that names what is searched for opens on the first hit", async () => {
    const { page } = await open(area, { path: log("r1", "check.log", "&q=line 37%5B01%5D&regex=1") });
    await expect
      .poll(() =>
        row(page, 370)
          .getAttribute("class")
          .catch(() => ""),
      )
      .toContain("is-current");
    await expect.poll(() => isSeen(page, 370)).toBe(true);
    expect(await row(page, 371).locator("mark").textContent()).toBe("line 371");
  });

  it("06 § 25.7: selected text is copied without numbers, also when it was scrolled away", async () => {
    const { page } = await open(area, { path: log("r1", "check.log") });
    await row(page, 1).waitFor();
    await page.evaluate(`(() => {
      const text = (line) => document.querySelector('[data-line="' + line + '"] .log-text').firstChild;
      getSelection().setBaseAndExtent(text(2), 0, text(4), 6);
    })()`);
    await scroller(page).focus();
    for (let pages = 0; pages < 5; pages++) await page.keyboard.press("PageDown");
    await expect.poll(() => isSeen(page, 190)).toBe(true);
    expect(await page.evaluate("getSelection().toString()")).toBe("line 2 of the log\nline 3 of the log\nline 4");
  });

  it.each(["light", "dark"])("06-59: a log with marks, hits and colours has no accessibility problems, %s", async (theme) => {
    const codes = [...Array(8).keys()].flatMap((code) => [`3${code}`, `9${code}`, `4${code}`, `38;5;${code * 30}`, `2;3${code}`]);
    writeFileSync(inRun("r2", "colours.log"), codes.map((code) => `${esc}[${code}mtext in ${code}${esc}[0m\n`).join(""));
    const { page, goto } = await open(area, { path: log("r2", "check.log", "&q=ERROR&line=299-301"), preferences: { theme } });
    await page.getByRole("complementary", { name: "Hits" }).getByRole("button", { name: /ERROR/ }).waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.getByRole("button", { name: /^Marks/ }).click();
    await page.getByRole("complementary", { name: "Marks" }).waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    await goto(log("r2", "colours.log", "&line=1-40"));
    await row(page, 40).waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    await goto(log("r2", "check.log", "&with=x/1/r1"));
    await page.getByText("1 difference").waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
  });

  it("06 § 25.7: wrapped lines of any height scroll by wheel, each once and in order, and by the scroll bar", async () => {
    const lines = Array.from({ length: 3000 }, (_, index) => `${index + 1}: ${"word ".repeat((index * 37) % 120)}`);
    writeFileSync(inRun("r1", "wide.log"), lines.join("\n"));
    const { page } = await open(area, { path: log("r1", "wide.log"), preferences: { logWrap: true } });
    await row(page, 1).waitFor();
    const seen = () =>
      page.evaluate<number[]>(`(() => {
        const frame = document.querySelector(".log-scroller").getBoundingClientRect();
        return [...document.querySelectorAll("[data-line]")]
          .filter((row) => row.getBoundingClientRect().bottom > frame.top + 1 && row.getBoundingClientRect().top < frame.bottom - 1)
          .map((row) => Number(row.dataset.line));
      })()`);
    await scroller(page).hover();
    let last = 0;
    for (let turns = 0; turns < 30; turns++) {
      const shown = await seen();
      expect(shown).toEqual(Array.from({ length: shown.length }, (_, index) => (shown[0] ?? 0) + index));
      // The next screen begins where this one ended, or before.
      expect(shown[0]).toBeLessThanOrEqual(last + 1);
      last = shown.at(-1) ?? 0;
      await page.mouse.wheel(0, 400);
      await expect.poll(async () => (await seen()).at(-1)).toBeGreaterThanOrEqual(last);
    }
    expect(last).toBeGreaterThan(50);
    await page.evaluate(
      '(() => { const list = document.querySelector(".log-scroller"); list.scrollTop = (list.scrollHeight - list.clientHeight) / 2; })()',
    );
    await expect.poll(async () => Math.abs(((await seen())[0] ?? 0) - 1500)).toBeLessThan(40);
    await page.keyboard.press("Shift+g");
    await expect.poll(() => isSeen(page, 3000)).toBe(true);
    await page.mouse.wheel(0, -100_000);
    await page.keyboard.press("Home");
    await expect.poll(async () => (await seen())[0]).toBe(1);
  });
});
