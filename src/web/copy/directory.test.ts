import { existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, it, onTestFinished } from "vitest";
import { hostName } from "../../sys/index.js";
import { CopyDirectory, scriptOf } from "./directory.js";
import { aboutFile, tellName } from "./places.js";

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "megatest-copy-"));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
}

it("06 § 35.1: a script of data tells what it was given, whatever that is", () => {
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), fc.string({ unit: "binary" })), (value) => {
      let told: unknown;
      new Function(tellName, scriptOf("a.js", [["x", value]]))((_: string, given: unknown) => {
        told = given;
      });
      expect(told).toEqual(JSON.parse(JSON.stringify([["x", value]])));
    }),
  );
});

it("06 § 35.1: a copy appears when it is whole; the same file stays the same", async () => {
  const place = join(folder(), "copy");
  const write = async (text: string) => {
    const directory = await CopyDirectory.begin(place);
    await directory.write("same.txt", "same");
    await directory.write("other.txt", text);
    await directory.tell(aboutFile, []);
    return directory;
  };
  const first = await write("1");
  expect(existsSync(place)).toBe(false);
  await first.publish();
  const { ino } = statSync(join(place, "same.txt"));
  await (await write("2")).discard();
  expect(readFileSync(join(place, "other.txt"), "utf8")).toBe("1");
  await (await write("3")).publish();
  expect([statSync(join(place, "same.txt")).ino, readFileSync(join(place, "other.txt"), "utf8")]).toEqual([ino, "3"]);
  expect(readdirSync(join(place, ".."))).toEqual(["copy"]);
});

it("06 § 35.1: killed while it takes the place of an older copy, the older one is there again for the next", async () => {
  const parent = folder();
  const place = join(parent, "copy");
  const first = await CopyDirectory.begin(place);
  await first.tell(aboutFile, []);
  await first.write("text.txt", "1");
  await first.publish();
  // No process has this number.
  renameSync(place, join(parent, `.copy.megatest-copy-old-${hostName()}-4194305`));
  const second = await CopyDirectory.begin(place);
  expect(readFileSync(join(place, "text.txt"), "utf8")).toBe("1");
  await second.discard();
  expect(readdirSync(parent)).toEqual(["copy"]);
});
