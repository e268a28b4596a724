import { chmodSync, mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryArea } from "../../tests/kit/temporary-area.js";
import { areaToken } from "./token.js";

describe("the token of an area", () => {
  const mode = (toppath: string) => statSync(join(toppath, ".mt-token")).mode & 0o777;

  it("is made once, of 32 random bytes, for its owner only", () => {
    const [one, other] = [temporaryArea(), temporaryArea()];
    const token = areaToken(one.toppath);
    expect(token).toMatch(/^[0-9a-f]{64}$/);
    expect(areaToken(one.toppath)).toBe(token);
    expect(areaToken(other.toppath)).not.toBe(token);
    expect(mode(one.toppath)).toBe(0o600);
    expect(readdirSync(one.toppath)).toEqual([".mt-token"]);
  });

  it("is readable for the group in a directory that the group shares", () => {
    const { toppath } = temporaryArea();
    chmodSync(toppath, 0o775);
    const shared = join(toppath, "shared");
    mkdirSync(shared);
    chmodSync(shared, 0o2775);
    areaToken(toppath);
    areaToken(shared);
    expect([mode(toppath), mode(shared)]).toEqual([0o600, 0o640]);
  });

  it.each(["", "short\n", `${"g".repeat(64)}\n`])("is not believed when it is %j", (text) => {
    const { toppath } = temporaryArea();
    writeFileSync(join(toppath, ".mt-token"), text);
    expect(() => areaToken(toppath)).toThrow(".mt-token holds no token; remove it");
  });

  it("is missing where none can be made", () => {
    expect(() => areaToken("/proc/no-such-area")).toThrow("cannot read /proc/no-such-area/.mt-token");
  });
});
