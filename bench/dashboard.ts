import { readFileSync } from "node:fs";
import { chromium, type Page } from "playwright-core";
import { Connection } from "../src/store/connection.js";
import { TestArea } from "../tests/kit/area.js";
import { browserFlags, chromiumPath, end, type Server, startDashboard } from "../tests/kit/browser.js";
import { type DataSize, fillArea } from "./dashboard-data.js";
import type { Row } from "./kit.js";

const ms = (value: number) => `${value.toFixed(0)} ms`;

/** The table of spec 06 § 36, as far as the runs matrix goes: `bench/run.ts --dashboard`. */
export async function dashboardSpeed(size: DataSize): Promise<Row[]> {
  if (chromiumPath === undefined) {
    process.stderr.write("Chromium is missing (Debian package chromium): the rows of the dashboard are left out\n");
    return [];
  }
  const area = new TestArea({});
  const browser = await chromium.launch({ executablePath: chromiumPath, args: [...browserFlags, "--enable-precise-memory-info"] });
  let server: Server | undefined;
  try {
    await fillArea(area.path, area.path.split("/").at(-1) ?? "", size);
    server = await startDashboard(area);
    const page = await browser.newPage({ viewport: { width: 1600, height: 1000 } });
    return await measure({ server, page, area, size });
  } finally {
    await browser.close();
    if (server !== undefined) await end(server.process);
    area.remove();
  }
}

interface Bench {
  readonly server: Server;
  readonly page: Page;
  readonly area: TestArea;
  readonly size: DataSize;
}

async function measure(bench: Bench): Promise<Row[]> {
  const { size } = bench;
  const work = `${size.runs} runs × ${size.tests} tests: `;
  const row = (what: string, figure: string, budget: string): Row => ({ work: work + what, figure, baseline: "–", ratio: "–", budget });
  const before = memoryOf(bench.server);
  const cold = await firstRows(bench);
  const index = await untilIndexed(bench);
  const rows = [row("first rows, cold", ms(cold), "≤ 2000 ms"), row("complete index", ms(index), "≤ 10000 ms")];
  rows.push(row("memory of the server for the model", `${memoryOf(bench.server) - before} MB`, "≤ 200 MB"));
  rows.push(row("first rows, warm", ms(await firstRows(bench)), "≤ 1000 ms"));
  rows.push(row("window, 95th percentile", ms(share(await windows(bench), 0.95)), "≤ 150 ms"));
  rows.push(row("filter or sort, slowest", ms(Math.max(...(await questions(bench)))), "≤ 300 ms"));
  rows.push(row("history of a test", ms(await timed(() => ask(bench, "history?n=cache_smoke&t=ubuntu/v1.2"))), "≤ 200 ms"));
  rows.push(row("commit to changed cell, 95th percentile", ms(share(await changes(bench), 0.95)), "≤ 1000 ms"));
  const scrolling = await scroll(bench);
  rows.push(row("scrolling", `${scrolling.frames.toFixed(0)} frames/s`, "60 frames/s"));
  rows.push(row("longest blank cell while scrolling", ms(scrolling.blank), "≤ 200 ms"));
  const jumps = await jump(bench, 300);
  rows.push(row("jump to cells, 95th percentile", ms(share(jumps.times, 0.95)), "≤ 200 ms"));
  rows.push(row("memory of the page after 300 jumps", `${jumps.megabytes.toFixed(0)} MB`, "≤ 300 MB"));
  return rows;
}

/** From the request for the page to the first cells with verdicts. */
async function firstRows({ page, server }: Bench): Promise<number> {
  await page.goto("about:blank");
  return timed(async () => {
    await page.goto(`${server.origin}/ui/runs?collapse=none#token=${server.token}`);
    await page.locator(".cell:not(.unread)").first().waitFor();
  });
}

async function ask<T = unknown>({ server }: Bench, what: string): Promise<T> {
  const response = await fetch(`${server.origin}/api/v1/${what}`, { headers: { authorization: `Bearer ${server.token}` } });
  const text = await response.text();
  if (!response.ok) throw new Error(`${what}: ${text.slice(0, 500)}`);
  return JSON.parse(text) as T;
}

function untilIndexed(bench: Bench): Promise<number> {
  return timed(async () => {
    for (;;) {
      const { progress } = await ask<{ progress: { read: number; of: number } }>(bench, "matrix?rn=0&cn=1");
      if (progress.read === progress.of) return;
      await new Promise((done) => setTimeout(done, 50));
    }
  });
}

async function windows(bench: Bench): Promise<number[]> {
  const { size } = bench;
  const times: number[] = [];
  for (let turn = 0; turn < 200; turn++) {
    const r0 = (turn * 7919) % (size.tests - 64);
    const c0 = (turn * 31) % Math.max(1, size.runs - 24);
    times.push(await timed(() => ask(bench, `matrix?collapse=none&r0=${r0}&rn=64&c0=${c0}&cn=24`)));
  }
  return times;
}

async function questions(bench: Bench): Promise<number[]> {
  const sorts = ["-testname", "+event_time", "-event_time", "+statestatus", "-statestatus", "failures", "flaky", "duration"];
  const filters = [
    "status=FAIL&mode=show",
    "q=mismatch",
    "q=host:bx12%20dur%3E600",
    "test=cache%25,~%25smoke",
    "only=changed",
    "only=failing",
    "run=weekly%25",
  ];
  const times: number[] = [];
  for (const what of [...sorts.map((sort) => `sort=${encodeURIComponent(sort)}`), ...filters]) {
    times.push(await timed(() => ask(bench, `matrix?collapse=none&rn=64&cn=24&${what}`)));
  }
  return times;
}

/** Changes tests of the newest run that are on the screen, as another program would, and waits for their cells. */
async function changes({ page, area }: Bench): Promise<number[]> {
  const db = new Connection(area.liveFile, { busyTimeoutMs: 60_000 });
  const times: number[] = [];
  for (let turn = 0; turn < 20; turn++) {
    const status = `T${turn}`;
    const name = await page
      .locator(".matrix-label")
      .nth(turn % 10)
      .getAttribute("title");
    const [testname = "", ...items] = (name ?? "").split("/");
    times.push(
      await timed(async () => {
        db.run(
          "UPDATE tests SET state = 'COMPLETED', status = ? WHERE run_id = (SELECT max(id) FROM runs) AND testname = ? AND item_path = ?",
          ...[status, testname, items.join("/")],
        );
        await page.getByText(status, { exact: true }).waitFor();
      }),
    );
  }
  db.close();
  return times;
}

/** Scrolls by two screens a second for five seconds. */
function scroll({ page }: Bench): Promise<{ frames: number; blank: number }> {
  return page.evaluate(`new Promise((done) => {
    const scroller = document.querySelector(".matrix-scroller");
    const began = performance.now();
    let frames = 0, blank = 0, since;
    const step = (now) => {
      frames++;
      const box = scroller.getBoundingClientRect();
      const row = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
      const isBlank = row === null || row.closest(".cell:not(.unread)") === null;
      if (isBlank) since ??= now; else since = undefined;
      if (since !== undefined) blank = Math.max(blank, now - since);
      scroller.scrollTop += scroller.clientHeight / 30;
      if (now - began < 5000) requestAnimationFrame(step);
      else done({ frames: frames / ((now - began) / 1000), blank });
    };
    requestAnimationFrame(step);
  })`);
}

/** Jumps to places all over the matrix, and waits for their cells. */
async function jump({ page }: Bench, count: number): Promise<{ times: number[]; megabytes: number }> {
  const times = await page.evaluate<number[]>(`(async () => {
    const scroller = document.querySelector(".matrix-scroller");
    const frame = () => new Promise(requestAnimationFrame);
    const times = [];
    for (let turn = 0; turn < ${count}; turn++) {
      const began = performance.now();
      scroller.scrollTo((turn * 977) % scroller.scrollWidth, (turn * 99991) % scroller.scrollHeight);
      do await frame(); while (document.querySelector(".cell") === null || document.querySelector(".cell.unread") !== null);
      times.push(performance.now() - began);
    }
    return times;
  })()`);
  const bytes = await page.evaluate<number>("performance.memory.usedJSHeapSize");
  return { times, megabytes: bytes / 1e6 };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

function share(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}

/** Resident megabytes. */
function memoryOf({ process: { pid } }: Server): number {
  const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return Math.round(Number(kilobytes) / 1000);
}
