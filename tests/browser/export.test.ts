import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runProgram, TestArea } from "../kit/area.js";
import { browserFlags, browserTitle, chromiumPath } from "../kit/browser.js";

/** Two runs; `flow` fails in the second; `hostile` has a name for its item, a comment and a log that nobody should trust. Only looked at. */
let area: TestArea;
let directory: string;
let browser: Browser;

const files = {
  "tests/flow/testconfig": "[requirements]\nwaiton unit\n[ezsteps]\nsynth echo cells: 14320\nroute ./route.sh\n",
  "tests/flow/route.sh": "#!/bin/sh\nfor i in 1 2 3; do echo line $i; done\n[ $MT_RUNNAME = n1 ] || { echo 'slack -0.132 ns'; exit 1; }\n",
  "tests/hostile/testconfig": "[items]\nNAME __proto__ it's\n[ezsteps]\ncheck ./check.sh\n",
  "tests/hostile/check.sh": "#!/bin/sh\necho \"<script>document.title = 'stolen'</script> '); document.title = 'stolen'; ('\"\nexit 1\n",
  "tests/unit/testconfig": "[items]\nKIND one two\n[ezsteps]\ncheck true\n",
};

beforeAll(async () => {
  if (chromiumPath === undefined) return;
  area = new TestArea(files);
  for (const run of ["n1", "n2"]) await area.run("-runname", run);
  directory = mkdtempSync(join(tmpdir(), "megatest-copy-"));
  const { code, stderr } = await runProgram("dashboard", ["-export", join(directory, "copy")], { cwd: area.path, env: { HOME: area.path } });
  expect(code, stderr).toBe(0);
  browser = await chromium.launch({ executablePath: chromiumPath, args: browserFlags });
});

afterAll(async () => {
  if (chromiumPath === undefined) return;
  await browser.close();
  rmSync(directory, { recursive: true });
  area.remove();
});

/** The copy as it lies on disk, without a network; fails when the page logs an error or asks for anything but files. */
async function opened(fragment: string, look: (page: Page) => Promise<void>): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: "reduce" });
  const problems: string[] = [];
  context.on("request", (request) => {
    if (!/^(file|data):/.test(request.url())) problems.push(`asked ${request.url()}`);
  });
  context.on("weberror", (error) => problems.push(`threw ${error.error().stack}`));
  context.on("console", (message) => {
    if (message.type() === "error" && !message.text().includes("ERR_FILE_NOT_FOUND")) problems.push(`logged ${message.text()}`);
  });
  const page = await context.newPage();
  await page.goto(`file://${join(directory, "copy/index.html")}${fragment}`);
  await page.getByText(/^Copy of \d{4}-/).waitFor();
  await look(page);
  await context.close();
  expect(problems).toEqual([]);
}

describe.skipIf(chromiumPath === undefined)(browserTitle, () => {
  it("06-60: a copy opened from disk shows the matrix, tests and their logs; Back leads back", async () => {
    await opened("", async (page) => {
      await page.getByRole("grid").waitFor();
      await page.getByRole("gridcell", { name: /^flow, run n2, .*failed/i }).click();
      await page.keyboard.press("Enter");
      await page.waitForURL(/#\/ui\//);
      await page.getByText("Failed at step route").waitFor();
      await page.goBack();
      await page.getByRole("grid").waitFor();
    });
    await opened("#/ui/log/x/1/n2/flow?f=route.log", async (page) => {
      await page.getByText("slack -0.132 ns").waitFor();
    });
  });

  it("06-60: filters of the matrix, the difference of two runs and a history are worked out in the copy", async () => {
    await opened("#/ui/runs?test=flow", async (page) => {
      await page.getByRole("gridcell", { name: /^flow, run n1/ }).waitFor();
      expect(await page.getByRole("gridcell", { name: /^unit/ }).count()).toBe(0);
    });
    await opened("#/ui/diff?src=x/1/n1&dst=x/1/n2", (page) => page.getByRole("row", { name: /flow/ }).waitFor());
    await opened("#/ui/history/flow", (page) => page.getByRole("link", { name: /n1/ }).first().waitFor());
  });

  it("06-60: every view that a copy offers shows something", async () => {
    const places = [
      "summary",
      "graph",
      "times",
      "failures",
      "config",
      "help",
      "settings",
      "run/x/1/n2",
      "run/x/1/n2?tab=list",
      "run/x/1/n2?tab=stats",
    ];
    for (const place of [
      ...places,
      "run/x/1/n2?tab=graph",
      "run/x/1/n2?tab=times",
      "run/x/1/n2?tab=meta",
      "test/x/1/n2/flow",
      "test/x/1/n2/flow?tab=steps",
    ]) {
      await opened(`#/ui/${place}`, async (page) => {
        await expect.poll(() => page.locator("main").textContent()).not.toMatch(/^(Reading|$)/);
        expect(await page.getByRole("alert").allTextContents(), place).toEqual([]);
      });
    }
  });

  it("06-60: nothing offers what a copy cannot do; what is not in it is said so", async () => {
    await opened("#/ui/summary", async (page) => {
      const views = page.getByRole("navigation", { name: "Views" });
      for (const name of ["Launch", "Jobs", "Activity", "Health"]) expect(await views.getByRole("link", { name }).count()).toBe(0);
    });
    await opened("#/ui/log/x/1/n1/flow?f=route.log", (page) => page.getByText("it has the logs of failed tests").waitFor());
    await opened("#/ui/run/x/1/n9", (page) => page.getByText("is not part of this copy").waitFor());
  });

  it("06-60: names, comments and logs are text in a copy too", async () => {
    for (const item of ["__proto__", "it's"]) {
      await opened(`#/ui/test/x/1/n2/hostile/${encodeURIComponent(item)}`, async (page) => {
        await page.getByText("<script>").first().waitFor();
        expect(await page.title()).not.toBe("stolen");
      });
      await opened(`#/ui/log/x/1/n2/hostile/${encodeURIComponent(item)}?f=check.log`, async (page) => {
        await page.getByText("<script>").waitFor();
        expect(await page.title()).not.toBe("stolen");
      });
    }
  });
});
