import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { makeLog } from "../../base/index.js";
import { digestOf } from "../../rpc/index.js";
import { NamedTokens } from "./named-tokens.js";

const directories: string[] = [];
afterEach(() => {
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true });
});

/** A directory with a tokens file. */
function place(text?: string, mode = 0o600) {
  const toppath = mkdtempSync(join(tmpdir(), "megatest-tokens-"));
  directories.push(toppath);
  const file = join(toppath, ".mt-dashboard-tokens");
  if (text !== undefined) writeFileSync(file, text, { mode });
  const warnings: string[] = [];
  const named = () =>
    new NamedTokens(
      toppath,
      makeLog(
        (_, line) => warnings.push(line),
        () => true,
      ),
    );
  return { file, named, warnings };
}

const hash = (token: string) => digestOf(token).toString("hex");
const future = Math.floor(Date.now() / 1000) + 1000;

describe("06 § 33.3: named tokens", () => {
  it("are 256 random bits, kept as a digest in a file of mode 0600", () => {
    const { named, file } = place();
    const token = named().add({ level: "view", expires: future, label: "anna b." });
    expect(Buffer.from(token, "base64url")).toHaveLength(32);
    expect(readFileSync(file, "utf8")).toBe(`${hash(token)} view ${future} anna b.\n`);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(named().find(token)).toMatchObject({ level: "view", label: "anna b." });
    expect(named().find(`${token}x`)).toBeUndefined();
    expect(named().find("")).toBeUndefined();
    expect(named().find(hash(token))).toBeUndefined();
  });

  it("have labels that are not taken, and are dropped by them", () => {
    const { named } = place();
    const token = named().add({ level: "admin", expires: undefined, label: "ci" });
    expect(() => named().add({ level: "view", expires: undefined, label: "ci" })).toThrow("there is a token ci already");
    for (const label of ["", "a\nb"]) expect(() => named().add({ level: "view", expires: undefined, label })).toThrow("-label");
    expect(() => named().drop("other")).toThrow("there is no token other");
    named().drop("ci");
    expect(named().find(token)).toBeUndefined();
  });

  it("expire", () => {
    const { named } = place(`${hash("old")} admin 1000 old\n${hash("new")} operate ${future} new\n${hash("ever")} view - ever\n`);
    expect(["old", "new", "ever"].map((token) => named().find(token)?.level)).toEqual([undefined, "operate", "view"]);
  });

  it.each([0o640, 0o604, 0o660, 0o620, 0o602, 0o601])("count for nothing in a file of mode %o, with a warning", (mode) => {
    const { named, file, warnings } = place(`${hash("a")} admin - a\n`);
    chmodSync(file, mode);
    expect(named().find("a")).toBeUndefined();
    expect(warnings).toEqual([`WARNING: ${file} is not used, since others can get at it: chmod 600 '${file}'`]);
  });

  it("a line that is none is left out, with its place", () => {
    const { named, file, warnings } = place(`\n${hash("a")} view - a\nnonsense\n${hash("b")} root - b\n${hash("c").slice(1)} view - c\n`);
    expect(
      named()
        .all()
        .map(({ label }) => label),
    ).toEqual(["a"]);
    expect(warnings.map((line) => line.slice(0, line.indexOf(" is not")))).toEqual([3, 4, 5].map((line) => `WARNING: ${file}:${line}`));
  });

  it("that are dropped while a dashboard runs end there too", async () => {
    const { named } = place();
    const [running, other] = [named(), named()];
    const token = other.add({ level: "view", expires: undefined, label: "a" });
    expect(running.find(token)).toBeDefined();
    other.drop("a");
    await expect.poll(() => running.find(token), { timeout: 5000 }).toBeUndefined();
  });
});
