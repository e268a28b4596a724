import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { isDirectory, isFile } from "../sys/index.js";
import type { Area } from "./area.js";

/** Directories in which tests are looked for, in order; those that do not exist are dropped with a warning. Spec 01 § 9.1. */
export function testsPaths(area: Area): string[] {
  const configured = area.config.variables("tests-paths").map((variable) => resolve(area.toppath, variable.value.trim()));
  const usable = configured.filter((path) => {
    if (isDirectory(path)) return true;
    area.log.warn(`problem with directory ${path}, dropping it from tests path`);
    return false;
  });
  const own = join(area.toppath, "tests");
  return isDirectory(own) ? [...usable, own] : usable;
}

/** Test names and their source directories; the first directory that provides a name wins. Spec 02 § 4. */
export function discoverTests(area: Area): Map<string, string> {
  const tests = new Map<string, string>();
  for (const path of testsPaths(area)) {
    for (const name of readdirSync(path)) {
      const directory = join(path, name);
      if (name.startsWith(".") || tests.has(name) || !isFile(join(directory, "testconfig"))) continue;
      tests.set(name, directory);
    }
  }
  return tests;
}
