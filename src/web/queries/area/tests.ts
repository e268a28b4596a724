import { statSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod/mini";
import { type Area, discoverTests } from "../../../area/index.js";
import { silentLog } from "../../../base/index.js";
import { readConfig } from "../../../config/index.js";
import type { TestMeta } from "../../../model/index.js";
import type { TagRow, TestSummary } from "../../../view/index.js";
import { part, windowOf } from "../params.js";
import { query } from "../query.js";
import type { Reader } from "../reader.js";

/** All tests that there are or were, by name. */
export const tests = query(z.object(windowOf(5000)), async (reader, window) => part(await summaries(reader), window));

/** All tags of tests, by name. */
export const tags = query(z.object(windowOf(5000)), async (reader, window) => {
  const counts = new Map<string, number>();
  for (const { tags: own } of await summaries(reader)) for (const tag of own) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  const rows = [...counts].map(([tag, count]): TagRow => ({ tag, tests: count }));
  return part(
    rows.sort((a, b) => (a.tag < b.tag ? -1 : 1)),
    window,
  );
});

async function summaries({ area, records }: Reader): Promise<TestSummary[]> {
  const directories = discoverTests(area);
  const recorded = new Map((await records.testMeta()).map((meta) => [meta.testname, meta]));
  const names = [...new Set([...directories.keys(), ...recorded.keys()])].sort();
  return names.map((testname) => {
    const directory = directories.get(testname);
    const meta = directory === undefined ? recorded.get(testname) : sourceMeta(area, directory);
    return { ...summary(testname, meta), ...(directory !== undefined && { directory }) };
  });
}

function summary(testname: string, meta: Omit<TestMeta, "testname" | "reviewed"> | undefined): TestSummary {
  const { author = "", owner = "", description = "", tags: text = "", jobgroup = "" } = meta ?? {};
  const own = text.split(",").map((tag) => tag.trim());
  return { testname, author, owner, description, tags: [...new Set(own)].filter((tag) => tag !== ""), jobgroup };
}

type SourceMeta = Omit<TestMeta, "testname" | "reviewed">;

/** What the testconfigs say, with the time of each. */
const known = new WeakMap<Area, Map<string, { readonly mtimeMs: number; readonly meta: SourceMeta }>>();

/** `[test_meta]` as it is now, without running commands: those that have not run yet are not in the records. */
function sourceMeta(area: Area, directory: string): SourceMeta {
  const file = join(directory, "testconfig");
  const mtimeMs = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const ofArea = known.get(area) ?? new Map<string, { readonly mtimeMs: number; readonly meta: SourceMeta }>();
  known.set(area, ofArea);
  const before = ofArea.get(file);
  if (before?.mtimeMs === mtimeMs) return before.meta;
  const config = readConfig(file, { log: silentLog, env: { ...area.env }, cwd: area.toppath, toppath: area.toppath, system: "off" });
  const text = (name: string) => config.lookup("test_meta", name)?.trim() ?? "";
  const meta = { author: text("author"), owner: text("owner"), description: text("description"), tags: text("tags"), jobgroup: text("jobgroup") };
  ofArea.set(file, { mtimeMs, meta });
  return meta;
}
