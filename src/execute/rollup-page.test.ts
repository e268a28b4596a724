import { existsSync, readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FakeArea } from "../../tests/kit/fake-area.js";
import type { TestRecord } from "../model/index.js";
import { tryLock } from "../sys/index.js";
import { RollupPages, rollupPage, writeRollupPage } from "./rollup-page.js";

let area: FakeArea;
beforeEach(() => {
  area = new FakeArea();
});
afterEach(() => {
  vi.useRealTimers();
  area.remove();
});

function addItems(state = "COMPLETED"): TestRecord {
  const top = area.addTest(1, "it", { state, status: "FAIL" });
  area.addTest(1, "it/1", { state: "COMPLETED", status: "PASS" });
  area.addTest(1, "it/2", { state: "COMPLETED", status: "FAIL", comment: "a < b" });
  area.addTest(1, "it/3", { state, status: "PASS" });
  area.addTest(1, "other/1", { state: "COMPLETED", status: "PASS" });
  return top;
}

const pageOf = (top: TestRecord) => join(top.rundir, "megatest-rollup-it.html");

describe("03-54: the page of an itemized test", () => {
  it("links the summary of each item, counts states and statuses, and becomes the final log", async () => {
    const top = addItems();
    await writeRollupPage(area.services, 1, "it");
    const text = readFileSync(pageOf(top), "utf8");
    expect(text).toContain("<h1>Summary for it</h1>");
    expect([...text.matchAll(/href="([^"]*)"/g)].map((match) => match[1])).toEqual(["1", "2", "3"].map((item) => `${item}/test-summary.html`));
    expect(text).toMatch(/State stats[\s\S]*COMPLETED<\/span><\/td><td class="number">3<[\s\S]*Total<\/th><td class="number">3</);
    expect(text).toMatch(/Status stats[\s\S]*PASS<\/span><\/td><td class="number">2<[\s\S]*FAIL<\/span><\/td><td class="number">1</);
    expect(text).toContain("<td>a &lt; b</td>");
    expect(text).toContain("<td>&nbsp;</td>");
    expect(area.test("it").final_logf).toBe("megatest-rollup-it.html");
    expect(readdirSync(top.rundir).filter((name) => name.includes("rollup"))).toEqual(["megatest-rollup-it.html"]);
  });

  it("is the output of the [testrollup] script if there is one", async () => {
    area.config.set("testrollup", "it", "echo page of $PWD", "");
    const top = addItems();
    await writeRollupPage(area.services, 1, "it");
    expect(readFileSync(pageOf(top), "utf8")).toBe(`page of ${top.rundir}\n`);
    expect(area.test("it").final_logf).toBe("megatest-rollup-it.html");
  });

  it("is left alone when the top-level record has a final log of its own, but for -summarize-items", async () => {
    const top = addItems();
    await area.services.records.setTestFields(top.id, { final_logf: "own.html" });
    await writeRollupPage(area.services, 1, "it", { ifDue: true });
    expect(existsSync(pageOf(top))).toBe(false);
    await writeRollupPage(area.services, 1, "it");
    expect(existsSync(pageOf(top))).toBe(true);
  });

  it("waits for another writer", async () => {
    const top = addItems();
    const lock = tryLock(`${pageOf(top)}.lock`, { expireMs: 300_000 });
    const writing = writeRollupPage(area.services, 1, "it");
    setTimeout(() => lock?.release(), 50);
    await writing;
    expect(existsSync(pageOf(top))).toBe(true);
  });

  it("addresses odd item paths", () => {
    const item = { ...area.addTest(1, "it/1"), item_path: "a b/é?#%" };
    expect(rollupPage("it", [item])).toContain('<a href="a%20b/%C3%A9%3F%23%25/test-summary.html">a b/é?#%</a>');
  });
});

describe("a fresh page", () => {
  it("is left to the items that still run", async () => {
    const top = addItems("RUNNING");
    writeFileSync(pageOf(top), "fresh");
    await writeRollupPage(area.services, 1, "it", { ifDue: true });
    expect(readFileSync(pageOf(top), "utf8")).toBe("fresh");
  });

  it("is written anew when no item runs any more", async () => {
    const top = addItems("COMPLETED");
    writeFileSync(pageOf(top), "fresh");
    await writeRollupPage(area.services, 1, "it", { ifDue: true });
    expect(readFileSync(pageOf(top), "utf8")).not.toBe("fresh");
  });

  it("is written anew when it is old", async () => {
    const top = addItems("RUNNING");
    writeFileSync(pageOf(top), "old");
    utimesSync(pageOf(top), new Date(), new Date(Date.now() - 60_000));
    await writeRollupPage(area.services, 1, "it", { ifDue: true });
    expect(readFileSync(pageOf(top), "utf8")).not.toBe("old");
  });
});

describe("pages while many items end", () => {
  it("one page for all that end at a time, and the last state at the end", async () => {
    const top = addItems();
    const pages = new RollupPages(area.services);
    for (let count = 0; count < 20_000; count++) pages.itemEnded(1, "it");
    await pages.flush();
    expect(area.listings).toBe(1);
    expect(existsSync(pageOf(top))).toBe(true);
    await pages.flush();
    expect(area.listings).toBe(1);
  });

  it("a page appears while items end", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const top = addItems();
    const pages = new RollupPages(area.services);
    pages.itemEnded(1, "it");
    expect(existsSync(pageOf(top))).toBe(false);
    await vi.advanceTimersByTimeAsync(2000);
    vi.useRealTimers();
    await pages.flush();
    expect(area.listings).toBe(1);
    expect(existsSync(pageOf(top))).toBe(true);
  });

  it("trouble with one page is logged and does not keep others from being written", async () => {
    const top = addItems();
    const pages = new RollupPages({
      ...area.services,
      records: {
        ...area.services.records,
        findTest: async (runId, name) => {
          if (name.testname === "bad") throw new Error("gone");
          return area.services.records.findTest(runId, name);
        },
      },
    });
    pages.itemEnded(1, "bad");
    pages.itemEnded(1, "it");
    await pages.flush();
    expect(existsSync(pageOf(top))).toBe(true);
    expect(area.messages.join("\n")).toMatch(/ERROR: cannot write megatest-rollup-bad\.html: gone/);
  });
});
