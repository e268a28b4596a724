import { closeSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import type { SearchNews } from "../src/view/index.js";
import { TestArea } from "../tests/kit/area.js";
import { browserFlags, chromiumPath, end, type Server, startDashboard } from "../tests/kit/browser.js";
import { type Row, seconds } from "./kit.js";

const ms = (value: number) => `${value.toFixed(0)} ms`;

/**
 * First screen of a large log and search through it; spec 06 § 36.
 *
 * @param megabytes of the log; 1000 in the table
 */
export async function logSpeed(megabytes: number): Promise<Row[]> {
  const area = new TestArea({ "tests/t/testconfig": "[ezsteps]\nonly echo a line of a short log\n" });
  let server: Server | undefined;
  try {
    await area.run();
    const path = join(area.path, "links/x/1/r1/t/large.log");
    writeLog(path, megabytes);
    server = await startDashboard(area);
    const work = `log of ${megabytes} MB: `;
    const screen = await firstScreen(server);
    // The last line has it, so all is searched; so do many before.
    const text = "took 977 ms";
    const found = await search(server, text);
    const grep = seconds("grep", ["-c", text, path], { env: { ...process.env, LC_ALL: "C" } });
    const row = (what: string, figure: string, budget: string, more: Partial<Row> = {}): Row => ({
      work: work + what,
      figure,
      baseline: "–",
      ratio: "–",
      budget,
      ...more,
    });
    return [
      ...(screen === undefined ? [] : [row("first screen", ms(screen), "≤ 300 ms")]),
      row("first hits of a search", ms(found.first), "≤ 1000 ms"),
      row("search", ms(found.all), "≤ 15 s", { baseline: `grep: ${ms(grep * 1000)}`, ratio: `${(found.all / 1000 / grep).toFixed(1)} × its time` }),
    ];
  } finally {
    if (server !== undefined) await end(server.process);
    area.remove();
  }
}

/** Lines of about 100 bytes, numbered. */
function writeLog(path: string, megabytes: number): void {
  const fd = openSync(path, "w");
  let line = 0;
  for (let written = 0; written < megabytes; written++) {
    let block = "";
    while (block.length < 1_000_000) {
      line++;
      block += `2026-11-24T10:00:00.${String(line % 1_000_000).padStart(6, "0")} info  scheduler: step ${line} took ${line % 997} ms and left nothing behind\n`;
    }
    writeSync(fd, block);
  }
  closeSync(fd);
}

/** From a click in the open application to the first line, ms. */
async function firstScreen({ origin, token }: Server): Promise<number | undefined> {
  if (chromiumPath === undefined) return undefined;
  const browser = await chromium.launch({ executablePath: chromiumPath, args: [...browserFlags] });
  try {
    const page = await browser.newPage({ viewport: { width: 1600, height: 1000 } });
    // The part of the application that shows logs is loaded by the short one.
    await page.goto(`${origin}/ui/log/x/1/r1/t?f=only.log#token=${token}`);
    await page.locator('[data-line="1"]').waitFor();
    return await page.evaluate(`new Promise((done) => {
      const began = performance.now();
      const look = () => document.querySelector('[data-line="1"] .log-text')?.textContent.includes("step 1 took")
        ? done(performance.now() - began) : requestAnimationFrame(look);
      history.pushState(null, "", "/ui/log/x/1/r1/t?f=large.log");
      window.dispatchEvent(new PopStateEvent("popstate"));
      look();
    })`);
  } finally {
    await browser.close();
  }
}

/** To the first hits, and to the end of a search; ms. */
async function search({ origin, token }: Server, text: string): Promise<{ readonly first: number; readonly all: number }> {
  const began = performance.now();
  let first: number | undefined;
  for (let since = 0; ; ) {
    const params = new URLSearchParams({
      t: "x/1",
      r: "r1",
      n: "t",
      i: "",
      f: "large.log",
      q: text,
      case: "1",
      search: "bench",
      since: String(since),
    });
    const response = await fetch(`${origin}/api/v1/test/grep?${params}`, { headers: { authorization: `Bearer ${token}` } });
    const news = (await response.json()) as SearchNews;
    if (news.count > 0) first ??= performance.now() - began;
    if (news.end.kind !== "searching") return { first: first ?? Number.NaN, all: performance.now() - began };
    since = news.next;
  }
}
