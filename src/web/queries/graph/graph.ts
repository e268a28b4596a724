import { relative } from "node:path";
import * as z from "zod/mini";
import { type Config, hasLateItems } from "../../../config/index.js";
import { TestPattern, words } from "../../../model/index.js";
import { requirementTexts } from "../../../schedule/index.js";
import type { GraphEdge, GraphNode, Window } from "../../../view/index.js";
import { part, runRef, windowOf } from "../params.js";
import { query } from "../query.js";
import type { Reader } from "../reader.js";
import { type ForRun, sourceConfigs } from "../testconfigs.js";

/** Reading so many testconfigs takes some seconds at most. */
const mostNodes = 500;

/** What waits for what in a run, by test name. Spec 06 § 29 */
export const runGraph = query(z.object({ ...runRef, ...windowOf(mostNodes) }), async (reader, { offset, limit, ...ref }) => {
  const run = await reader.run(ref);
  const recorded = (await reader.records.tests(run.id, {})).map(({ testname }) => testname);
  return nodes(reader, run, recorded, { offset, limit });
});

/** What waits for what by definition: for a target, by default that of the newest run. */
export const graph = query(
  z.object({ a: z.optional(z.string()), t: z.optional(z.string()), ...windowOf(mostNodes) }),
  async (reader, { t, offset, limit }) => {
    const target = t?.split("/") ?? (await newestTarget(reader)) ?? [];
    return nodes(reader, { target, runname: "" }, [], { offset, limit });
  },
);

async function newestTarget({ records }: Reader): Promise<readonly string[] | undefined> {
  const runs = await records.runs({});
  return runs.toSorted((a, b) => b.event_time - a.event_time)[0]?.target;
}

function nodes(reader: Reader, shown: ForRun, recorded: readonly string[], window: { offset: number; limit: number }): Window<GraphNode> {
  const { area, run } = reader.home(shown);
  const { names, configOf } = sourceConfigs(area, run);
  const all = [...new Set([...names, ...recorded])].sort();
  const { total, offset, items } = part(all, window);
  return { total, offset, items: items.map((testname) => nodeOf(testname, configOf(testname), area.toppath)) };
}

function nodeOf(testname: string, config: Config | undefined, toppath: string): GraphNode {
  if (config === undefined) return { testname, jobgroup: "", tags: [], edges: [] };
  const meta = (name: string) => config.lookup("test_meta", name)?.trim() ?? "";
  const hasItems = ["items", "itemstable"].some((section) => config.names(section).length > 0);
  return {
    testname,
    testconfig: relative(toppath, [...config.sources.keys()][0] ?? ""),
    jobgroup: meta("jobgroup"),
    tags: meta("tags")
      .split(",")
      .map((tag) => tag.trim())
      .filter((tag) => tag !== ""),
    ...(!hasLateItems(config) && { hasItems }),
    edges: edgesOf(testname, config, toppath, hasItems),
  };
}

function edgesOf(testname: string, config: Config, toppath: string, hasItems: boolean): GraphEdge[] {
  const texts = requirementTexts(config);
  const mode = words(texts.mode ?? "").join(" ");
  const place = (name: string) => relative(toppath, config.placeOf("requirements", name) ?? "");
  const isByItem = hasItems && /\bitem(wait|match)\b/.test(mode);
  const waitons = [...new Set(words(texts.waiton ?? ""))].map((from): GraphEdge => {
    const itemmap = isByItem ? itemmapText(texts, from) : undefined;
    const what = { from, to: testname, kind: "waiton" as const, mode, byItem: isByItem };
    return { ...what, ...(itemmap !== undefined && { itemmap }), place: place("waiton") };
  });
  const waitors = [...new Set(words(texts.waitor ?? ""))].map(
    (to): GraphEdge => ({ from: testname, to, kind: "waitor", mode: "", byItem: false, place: place("waitor") }),
  );
  return [...waitons, ...waitors];
}

/** As written, of the first map that is for the waiton. Spec 02 § 7 */
function itemmapText({ itemmap, itemmaps }: ReturnType<typeof requirementTexts>, waiton: string): string | undefined {
  return itemmap ?? itemmaps.find(({ name }) => new TestPattern(name).names(waiton))?.value;
}
