import { readFileSync, statSync } from "node:fs";
import * as z from "zod/mini";
import type { Config } from "../../../config/index.js";
import type { AreaConfig, ConfigFile, Level } from "../../../view/index.js";
import { maskerOf } from "../../masks.js";
import { query } from "../query.js";

/** More than anybody writes, and less than an answer may have. */
const maximumText = 500_000;

const files = z._default(z.enum(["megatest", "runconfigs"]), "megatest");

/** `megatest.config` or `runconfigs.config`, resolved, with the place of each definition. Spec 06 § 17 */
export const config = query(z.object({ file: files }), ({ area, since }, { file }, { level }): AreaConfig => {
  const read = file === "megatest" ? area.config : area.runconfigs;
  const mask = maskerOf(area, level);
  const sections = read.sectionNames().map((name) => ({
    name,
    variables: read.variables(name).map((one) => ({ name: one.name, ...mask(one.name, one.value), file: one.file, line: one.line })),
  }));
  return { files: sources(read, level, since), sections };
});

/** The whole text holds what others see masked. */
function sources({ sources: paths }: Config, level: Level, since: number): ConfigFile[] {
  return [...paths.keys()].flatMap((path) => {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats === undefined) return [];
    const text = level === "admin" && stats.size <= maximumText ? textOf(path) : undefined;
    return [{ path, isChanged: stats.mtimeMs > since, ...(text !== undefined && { text }) }];
  });
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
