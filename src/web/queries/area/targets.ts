import { existsSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod/mini";
import { silentLog } from "../../../base/index.js";
import { listTargets } from "../../../config/index.js";
import type { TargetRow } from "../../../view/index.js";
import type { Home } from "../home.js";
import { part, windowOf } from "../params.js";
import { query } from "../query.js";

/** All targets: those of runs, and the whole ones of `runconfigs.config`, by name. */
export const targets = query(z.object(windowOf(5000)), async (reader, window) => {
  const runs = (await reader.records.runs({})).map(({ target }) => target.join("/"));
  const configured = new Set(reader.homes.flatMap(sectionsOf));
  const counts = new Map([...configured].map((target) => [target, 0]));
  for (const target of runs) counts.set(target, (counts.get(target) ?? 0) + 1);
  const rows = [...counts].map(([target, count]): TargetRow => ({ target, runs: count, inRunconfigs: configured.has(target) }));
  return part(
    rows.sort((a, b) => (a.target < b.target ? -1 : 1)),
    window,
  );
});

/** Sections that name one target: neither `default` nor a pattern. */
function sectionsOf({ area, shownTarget }: Home): string[] {
  const { keys } = area;
  const file = join(area.toppath, "runconfigs.config");
  if (!existsSync(file)) return [];
  const sections = listTargets(file, { log: silentLog, env: { ...area.env }, cwd: area.toppath, toppath: area.toppath });
  const targets = sections.filter((name) => name.split("/").length === keys.length && !/[%*?[]/.test(name));
  return targets.filter((name) => keys.length > 1 || name !== "default").map(shownTarget);
}
