import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { LogHit, SearchNews } from "../../../../view/index.js";
import { Logs } from "../logs.js";
import { Searches } from "./searches.js";

let folder: string;
let program: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "searches-"));
  program = join(folder, "log-search.mjs");
  // As src/cli/log-search.ts does it.
  const contents =
    'import { parentPort, workerData } from "node:worker_threads"; import { runSearch } from "./thread.js"; runSearch(parentPort, workerData);';
  await build({ stdin: { contents, resolveDir: import.meta.dirname }, outfile: program, bundle: true, platform: "node", format: "esm" });
});
afterAll(() => rmSync(folder, { recursive: true }));

const forever = new AbortController().signal;

async function opened(path: string) {
  const file = await open(path);
  return { path, file, stats: await file.stat() };
}

function asked(text: string, more: Partial<Parameters<Searches["news"]>[0]> = {}): Parameters<Searches["news"]>[0] {
  return { id: "a", subject: text, expression: { text, isRegex: true, matchCase: true }, context: 0, since: 0, ...more };
}

/** All news of a search to its end. */
async function toTheEnd(searches: Searches, path: string, text: string, context = 0): Promise<{ hits: LogHit[]; lines: number[]; last: SearchNews }> {
  const [hits, lines]: [LogHit[], number[]] = [[], []];
  for (let since = 0; ; ) {
    const news = await searches.news(asked(text, { since, context }), () => opened(path), forever);
    hits.push(...news.hits);
    lines.push(...news.lines);
    since = news.next;
    if (news.end.kind !== "searching") return { hits, lines, last: news };
  }
}

describe("06 § 25.4: searches in threads", () => {
  it("gives the text of 1,000 hits, the lines of the others, and counts all", async () => {
    const path = join(folder, "many");
    writeFileSync(path, "hit\nother\n".repeat(150_000));
    const { hits, lines, last } = await toTheEnd(new Searches(new Logs(), program), path, "h.t");
    expect([hits.length, lines.length, last.count]).toEqual([1000, 99_000, 150_000]);
    expect([hits.at(-1)?.line, lines[0], lines.at(-1)]).toEqual([1999, 2001, 199_999]);
    expect(last).toMatchObject({ end: { kind: "complete" }, searched: 1_500_000, bytes: 1_500_000 });
  });

  it("06-35: ends at a line on which the expression takes too long, and says which; other searches go on", async () => {
    const [hostile, plain] = [join(folder, "hostile"), join(folder, "plain")];
    writeFileSync(hostile, `aaa\nfirst ab\n${"a".repeat(50)}!\nab\n`);
    writeFileSync(plain, "ab\n");
    const searches = new Searches(new Logs(), program);
    const slow = toTheEnd(searches, hostile, "^(a+)+b|ab$");
    const other = await searches.news(asked("ab", { id: "b" }), () => opened(plain), forever);
    expect(other.count).toBeLessThanOrEqual(1);
    const { hits, last } = await slow;
    expect(last.end).toEqual({ kind: "slow-line", line: 3 });
    expect(hits.map(({ line }) => line)).toEqual([2]);
  });

  it("refuses what is no expression, a fifth search, and the news of one that was given up", async () => {
    const path = join(folder, "slow");
    writeFileSync(path, `${"a".repeat(50)}!\n`.repeat(100));
    const searches = new Searches(new Logs(), program);
    const look = () => opened(path);
    await expect(searches.news(asked("a("), look, forever)).rejects.toMatchObject({ code: "bad-request" });
    await expect(searches.news(asked("a", { since: 3 }), look, forever)).rejects.toMatchObject({ code: "gone" });
    const four = ["1", "2", "3", "4"].map((id) => searches.news(asked("^(a+)+b", { id }), look, forever));
    await new Promise((done) => setImmediate(done));
    await expect(searches.news(asked("x", { id: "5" }), look, forever)).rejects.toMatchObject({ code: "busy" });
    await Promise.all(four);
  });

  it("the next search of a client ends the one before, and closes its file", async () => {
    const path = join(folder, "next");
    writeFileSync(path, "one\ntwo\n");
    const searches = new Searches(new Logs(), program);
    await searches.news(asked("one"), () => opened(path), forever);
    const { hits } = await toTheEnd(searches, path, "two");
    expect(hits.map(({ line }) => line)).toEqual([2]);
    await expect(searches.news(asked("one", { since: 1 }), () => opened(path), forever)).rejects.toMatchObject({ code: "gone" });
  });
});
