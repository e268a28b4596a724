import { appendFileSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { contents, Scratch } from "../../tests/kit/config-scratch.js";
import { readCache } from "./cache.js";
import type { Config } from "./config.js";
import { dumpSexp } from "./dump.js";

let scratch: Scratch;
let source: string;
let cache: string;

beforeEach(() => {
  scratch = new Scratch();
  scratch.write("site.config", "B 2\n");
  scratch.write("make", '#!/bin/sh\necho "C 3"\n', 0o755);
  source = scratch.write("test.config", "[s]\nA 1\n[include site.config]\n[include own.config]\n[scriptinc ./make]\n");
  for (const name of ["site.config", "make", "test.config"]) age(join(scratch.dir, name));
  cache = join(scratch.dir, "cache");
  writeFileSync(cache, dumpSexp(scratch.readFile(source), { sources: true }));
});
afterEach(() => scratch.remove());

/** Makes a file a minute older. */
function age(file: string): void {
  const then = Date.now() / 1000 - 60;
  utimesSync(file, then, then);
}

function changeUnseen(): void {
  writeFileSync(source, "[s]\nA 2\n");
  age(source);
}

const found = () => {
  const config = readCache(cache, source);
  return config && contents(config);
};

describe("01 § 10: a cache", () => {
  it("gives what was read, with the configuration file as its place", () => {
    const config = readCache(cache, source) as Config;
    expect(contents(config)).toEqual({
      s: [
        ["A", "1"],
        ["B", "2"],
        ["C", "3"],
      ],
    });
    expect(config.placeOf("s", "B")).toBe(`${source}:0`);
  });

  it("may hold a section named like its own last one", () => {
    writeFileSync(source, "[made from]\nA 1\n");
    age(source);
    writeFileSync(cache, dumpSexp(scratch.readFile(source), { sources: true }));
    expect(found()).toEqual({ "made from": [["A", "1"]] });
  });

  it.each<[string, (config: Config) => void]>([
    ["there is none", () => rmSync(cache)],
    ["it is torn", () => writeFileSync(cache, readFileSync(cache, "utf8").slice(0, -3))],
    ["it is cut to a whole section", (config) => writeFileSync(cache, dumpSexp(config))],
    ["it is empty", () => writeFileSync(cache, "")],
    ["it is older than the configuration file", () => utimesSync(cache, 1e9, 1e9)],
    ["the configuration file has changed", () => appendFileSync(source, "D 4\n")],
    ["the configuration file has changed without a newer time", changeUnseen],
    ["the configuration file is gone", () => rmSync(source)],
    ["an included file has changed", () => scratch.write("site.config", "B 22\n")],
    ["an included file is gone", () => rmSync(join(scratch.dir, "site.config"))],
    ["an included file has come", () => scratch.write("own.config", "D 4\n")],
    ["a script has changed", () => scratch.write("make", "#!/bin/sh\n", 0o755)],
  ])("is ignored when %s", (_why, change) => {
    expect(found()).toBeDefined();
    change(scratch.readFile(source));
    expect(found()).toBeUndefined();
  });

  it("of another configuration file is ignored", () => {
    const other = scratch.write("other.config", "[s]\nA 1\n");
    age(other);
    expect(readCache(cache, other)).toBeUndefined();
  });

  it("of a missing file holds as long as it is missing", () => {
    const none = join(scratch.dir, "none.config");
    writeFileSync(cache, dumpSexp(scratch.readFile(none), { sources: true }));
    expect(contents(readCache(cache, none) as Config)).toEqual({});
    scratch.write("none.config", "");
    age(none);
    expect(readCache(cache, none)).toBeUndefined();
  });
});
