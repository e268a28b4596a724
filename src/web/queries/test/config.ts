import { relative } from "node:path";
import * as z from "zod/mini";
import type { Area } from "../../../area/index.js";
import { silentLog } from "../../../base/index.js";
import { type Config, expandItems, hasLateItems, itemPath, parseSexpDump } from "../../../config/index.js";
import type { ConfigText, Level, OriginVariable, TestConfig } from "../../../view/index.js";
import { lineChanges } from "../../files/line-changes.js";
import { readIfShown } from "../../files/read.js";
import { placeOfArea, placeOfTest } from "../../files/roots.js";
import { maskerOf } from "../../masks.js";
import { Refused } from "../../refused.js";
import { testRef } from "../params.js";
import { query } from "../query.js";
import { sourceConfig } from "../testconfigs.js";

/** The values that the executor saw; spec 03 § 4. */
const dump = ".testconfig";

/** The testconfig: its text, the values that the run used, where each comes from, and what has changed since. Spec 06 § 24 */
export const testConfig = query(z.object(testRef), async (reader, ref, { level }): Promise<TestConfig> => {
  const { run: shown, test } = await reader.test(ref);
  const { area, run } = reader.home(shown);
  const place = placeOfTest(area, test);
  const source = sourceConfig(area, run, test.testname);
  const used = parsed(await readIfShown(place, dump));
  const config = used ?? source;
  if (config === undefined)
    throw new Refused("not-found", `there is no testconfig of ${test.testname}, neither in the area nor in the run directory`);
  const texts = source === undefined ? [] : await textsOf(area, source, level);
  const copy = await readIfShown(place, "testconfig");
  const changes = copy === undefined || texts[0] === undefined ? undefined : lineChanges(linesOf(masked(area, level, copy)), linesOf(texts[0].text));
  return {
    asRun: used !== undefined,
    sections: config.sectionNames().map((name) => ({ name, variables: variablesOf(area, level, name, config, source) })),
    files: texts,
    ...itemsOf(config),
    ...(changes !== undefined && { changes }),
  };
});

const linesOf = (text: string) => text.split("\n");

function parsed(text: string | undefined): Config | undefined {
  try {
    return text === undefined ? undefined : parseSexpDump(text, dump);
  } catch {
    return undefined;
  }
}

/** Values as they were used, with the places where the files have them now. */
function variablesOf(area: Area, level: Level, section: string, config: Config, source: Config | undefined): OriginVariable[] {
  const mask = maskerOf(area, level);
  const places = new Map(source?.variables(section).map((variable) => [variable.name, variable]));
  return config.variables(section).map(({ name, value }) => {
    const place = places.get(name);
    return { name, ...mask(name, value), file: place === undefined ? "" : shortPath(area, place.file), line: place?.line ?? 0 };
  });
}

const shortPath = ({ toppath }: Area, file: string) => (file.startsWith(`${toppath}/`) ? relative(toppath, file) : file);

/** Of the testconfig and what it includes; what is no text, as a script may be, is left out. */
async function textsOf(area: Area, source: Config, level: Level): Promise<ConfigText[]> {
  const place = placeOfArea(area, [...source.sources.keys()]);
  const texts = [...source.sources.keys()].map(async (path): Promise<ConfigText[]> => {
    const text = await readIfShown(place, path);
    return text === undefined || text.includes("\0") ? [] : [{ file: shortPath(area, path), text: masked(area, level, text) }];
  });
  return (await Promise.all(texts)).flat();
}

/** Lines `NAME VALUE`, with the indented ones that continue them, of masked variables. */
function masked(area: Area, level: Level, text: string): string {
  const mask = maskerOf(area, level);
  let hides = false;
  const lines = linesOf(text).map((line) => {
    const [, name, value = ""] = /^([^\s#[]\S*)\s+(.*)$/.exec(line) ?? [];
    if (name !== undefined) hides = mask(name, value).masked;
    else if (!/^\s/.test(line)) hides = false;
    return hides ? `${name ?? " "} ••••••` : line;
  });
  return lines.join("\n");
}

function itemsOf(config: Config): Pick<TestConfig, "items" | "itemVariables"> {
  const items = (hasLateItems(config) ? undefined : expandItems(config, silentLog)) ?? [];
  return {
    itemVariables: items[0]?.map(({ name }) => name) ?? [],
    items: items.map((item) => ({ path: itemPath(item), values: item.map(({ value }) => value) })),
  };
}
