import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createHomehost, parseHomehost, readNow, readPatiently, removeUnfinished, replaceHomehost } from "./file.js";

let toppath = "";
let file = "";
beforeEach(() => {
  toppath = mkdtempSync(join(tmpdir(), "homehost-"));
  file = join(toppath, ".homehost");
});
afterEach(() => rmSync(toppath, { recursive: true, force: true }));

describe("what .homehost says", () => {
  it.each([
    ["192.0.2.1\n", "192.0.2.1", undefined],
    ["192.0.2.1", "192.0.2.1", undefined],
    [" alpha.example.com \n", "alpha.example.com", undefined],
    ["2001:db8::1\nepoch 2\n", "2001:db8::1", 2],
    ["192.0.2.1\nepoch 3\n", "192.0.2.1", 3],
    ["192.0.2.1\r\nepoch 3\r\n", "192.0.2.1", 3],
    ["192.0.2.1\nsome words\n", "192.0.2.1", undefined],
    ["192.0.2.1\nepoch 99999999999999999999\n", "192.0.2.1", undefined],
  ])("%j", (text, address, epoch) => {
    expect(parseHomehost(text)).toEqual({ address, epoch });
  });

  it.each(["", "\n", " \n192.0.2.1\n", "-oProxyCommand=x\n", "two words\n", "a;b\n", "$(a)\n", "\0\n", `${"a".repeat(256)}\n`])(
    "%j counts as missing: no program gets it for a host",
    (text) => {
      expect(parseHomehost(text)).toBeUndefined();
    },
  );
});

it("is made by the first who comes, and replaced as a whole", () => {
  expect(readNow(toppath)).toBeUndefined();
  expect(createHomehost(toppath, { address: "192.0.2.1", epoch: 1 })).toBe(true);
  expect(createHomehost(toppath, { address: "192.0.2.2", epoch: 1 })).toBe(false);
  expect(readFileSync(file, "utf8")).toBe("192.0.2.1\nepoch 1\n");
  replaceHomehost(toppath, { address: "192.0.2.2", epoch: 2 });
  expect(readNow(toppath)).toEqual({ address: "192.0.2.2", epoch: 2 });
  expect(readdirSync(toppath)).toEqual([".homehost"]);
});

it("what a killed process left beside it goes, nothing else does", () => {
  for (const name of [".homehost.123", ".homehost", ".homehost.lock", ".homehost.old"]) writeFileSync(join(toppath, name), "\n");
  removeUnfinished(toppath);
  expect(readdirSync(toppath)).toEqual([".homehost", ".homehost.lock", ".homehost.old"]);
});

describe("a file that cannot be read", () => {
  it("is tried again, with pauses", async () => {
    mkdirSync(file);
    const reading = readPatiently(toppath, [0, 20, 20, 20]);
    rmSync(file, { recursive: true });
    writeFileSync(file, "192.0.2.1\n");
    expect(await reading).toEqual({ address: "192.0.2.1", epoch: undefined });
  });

  it("fails in the end, with its name", async () => {
    mkdirSync(file);
    await expect(readPatiently(toppath, [0, 1])).rejects.toMatchObject({ reason: "io", exitCode: 1, message: expect.stringContaining(file) });
  });
});
