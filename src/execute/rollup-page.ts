import { closeSync, openSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Area } from "../area/index.js";
import { type Log, messageOf, shellQuote } from "../base/index.js";
import { isLive, type TestRecord } from "../model/index.js";
import type { Records } from "../store/index.js";
import { exitCodeOf, isDirectory, start, waitForLock, writeFileAtomic } from "../sys/index.js";
import { coloured, fileLink, type Html, html, page } from "./pages-style.js";

/** What writing roll-up pages takes. */
export interface RollupServices {
  readonly area: Area;
  readonly records: Records;
  readonly log: Log;
}

/** File name of the page of an itemized test, in the directory of its top-level record. */
const rollupPageName = (testname: string) => `megatest-rollup-${testname}.html`;

const defaultFinalLog = "logs/final.log";
const lockTimes = { expireMs: 300_000, waitMs: 30_000 };

/**
 * Writes the page that sums up the items of a test, by the test's `[testrollup]` script if it has one, and makes it the final log of the
 * top-level record. Two writers take turns.
 *
 * @param options.ifDue after the end of an item: a top-level record with a final log of its own keeps it, and a page that is still fresh
 *   is left to the items that run: each of them comes here at its end, and 20,000 of them must not write 20,000 pages
 * @returns milliseconds for which the page counts as fresh: the larger, the longer
 * @see spec 03 § 18.2
 */
export async function writeRollupPage(
  services: RollupServices,
  runId: number,
  testname: string,
  options: { readonly ifDue?: boolean } = {},
): Promise<number> {
  const { records, log } = services;
  const name = rollupPageName(testname);
  const ifDue = options.ifDue === true;
  const topLevel = await records.findTest(runId, { testname, item_path: "" });
  if (topLevel === undefined || !isDirectory(topLevel.rundir)) return freshMs(0);
  if (ifDue && topLevel.final_logf !== defaultFinalLog && topLevel.final_logf !== name) return freshMs(0);
  const file = join(topLevel.rundir, name);
  const lock = await waitForLock(join(topLevel.rundir, `${name}.lock`), lockTimes);
  if (lock === undefined) {
    log.info(1, `somebody else is writing ${file}`);
    return ageOf(file).freshMs;
  }
  try {
    const { ageMs, freshMs } = ageOf(file);
    if (ifDue && ageMs < freshMs && (await isStillRunning(records, topLevel.id))) return freshMs;
    await writePage(services, topLevel, file);
  } finally {
    lock.release();
  }
  if (topLevel.final_logf !== name) await records.setTestFields(topLevel.id, { final_logf: name });
  return ageOf(file).freshMs;
}

const megabyte = 1_000_000;

/** A second for every megabyte, so that writing stays a small part of the time however many items there are. */
const freshMs = (bytes: number) => 2000 + (1000 * bytes) / megabyte;

function ageOf(file: string): { readonly ageMs: number; readonly freshMs: number } {
  const stat = statSync(file, { throwIfNoEntry: false });
  return { ageMs: stat === undefined ? Number.POSITIVE_INFINITY : Date.now() - stat.mtimeMs, freshMs: freshMs(stat?.size ?? 0) };
}

async function isStillRunning(records: Records, id: number): Promise<boolean> {
  const now = await records.test(id);
  return now !== undefined && isLive(now.state);
}

async function writePage({ area, records, log }: RollupServices, { run_id, testname, rundir }: TestRecord, file: string): Promise<void> {
  const script = area.config.lookup("testrollup", testname)?.trim() ?? "";
  if (script !== "") return writeByScript(area, script, rundir, file, log);
  const found = await records.tests(run_id, { testpatt: `${testname}/%` });
  // In the pattern of a query a name may match more than itself.
  const items = found.filter((test) => test.testname === testname && test.item_path !== "");
  writeFileAtomic(file, rollupPage(testname, items));
}

/** The script's output is the page. */
async function writeByScript(area: Area, script: string, cwd: string, file: string, log: Log): Promise<void> {
  const temporary = `${file}.${process.pid}.tmp`;
  const output = openSync(temporary, "w");
  try {
    const { ended } = await start("/bin/sh", ["-c", script], { env: area.env, cwd, stdio: ["ignore", output, "ignore"] });
    const code = exitCodeOf(await ended);
    if (code !== 0) log.error(`[testrollup] script ended with ${code}: cd ${shellQuote(cwd)}; ${script}`);
    renameSync(temporary, file);
  } finally {
    closeSync(output);
    rmSync(temporary, { force: true });
  }
}

/** The page of an itemized test: how many items are in which state and status, and each item. */
export function rollupPage(testname: string, items: readonly TestRecord[]): string {
  return page(
    `Summary for ${testname}`,
    html`${countTable(
      "State stats",
      "State",
      items.map((item) => item.state),
    )}
${countTable(
  "Status stats",
  "Status",
  items.map((item) => item.status),
)}
<h2>Items</h2>
<table>
<tr><th>Item</th><th>State</th><th>Status</th><th>Comment</th></tr>
${items.map(itemRow)}</table>`,
  );
}

function countTable(heading: string, column: string, names: readonly string[]): Html {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  const rows = [...counts].toSorted(([, a], [, b]) => b - a);
  return html`<h2>${heading}</h2>
<table>
<tr><th>${column}</th><th>Count</th></tr>
${rows.map(([name, count]) => html`<tr><td>${coloured(name)}</td><td class="number">${count}</td></tr>\n`)}<tr><th>Total</th><td class="number">${names.length}</td></tr>
</table>`;
}

const emptyCell: Html = { html: "&nbsp;" };

function itemRow({ item_path, state, status, comment }: TestRecord): Html {
  const link = fileLink(`${item_path}/test-summary.html`, item_path);
  const remark = comment === "" ? emptyCell : comment;
  return html`<tr><td>${link}</td><td>${coloured(state)}</td><td>${coloured(status)}</td><td>${remark}</td></tr>\n`;
}

interface PendingPage {
  readonly runId: number;
  readonly testname: string;
  wanted: boolean;
  timer: NodeJS.Timeout | undefined;
  writing: Promise<void> | undefined;
  freshMs: number;
}

/** Keeps the roll-up pages of a process's tests up to date, each written now and then while items end and once at the end. */
export class RollupPages {
  readonly #services: RollupServices;
  readonly #pages = new Map<string, PendingPage>();

  constructor(services: RollupServices) {
    this.#services = services;
  }

  itemEnded(runId: number, testname: string): void {
    const key = `${runId}/${testname}`;
    let pending = this.#pages.get(key);
    if (pending === undefined) {
      pending = { runId, testname, wanted: false, timer: undefined, writing: undefined, freshMs: freshMs(0) };
      this.#pages.set(key, pending);
    }
    pending.wanted = true;
    this.#schedule(pending);
  }

  /** Writes what is wanted at once; before the process ends. */
  async flush(): Promise<void> {
    for (const pending of this.#pages.values()) {
      await pending.writing;
      clearTimeout(pending.timer);
      if (pending.wanted) await this.#write(pending);
    }
    this.#pages.clear();
  }

  #schedule(pending: PendingPage): void {
    if (pending.timer !== undefined || pending.writing !== undefined) return;
    pending.timer = setTimeout(() => {
      pending.writing = this.#write(pending).then(() => {
        pending.writing = undefined;
        if (pending.wanted) this.#schedule(pending);
      });
    }, pending.freshMs);
  }

  async #write(pending: PendingPage): Promise<void> {
    const { runId, testname } = pending;
    pending.timer = undefined;
    pending.wanted = false;
    try {
      pending.freshMs = await writeRollupPage(this.#services, runId, testname, { ifDue: true });
    } catch (error) {
      this.#services.log.error(`cannot write ${rollupPageName(testname)}: ${messageOf(error)}`);
    }
  }
}
