import { existsSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { TestArea } from "../../tests/kit/area.js";
import { whileReadOnly } from "../../tests/kit/read-only.js";
import { type Area, setUpArea } from "../area/index.js";
import { silentLog } from "../base/index.js";
import { isThisHost } from "./address.js";
import { readNow } from "./file.js";
import { findHomehost, homehostOf, noHomehost } from "./homehost.js";
import { readHomehost } from "./read-homehost.js";
import { stillHome } from "./still-home.js";

let made: TestArea;
beforeEach(() => {
  made = new TestArea({});
});
afterEach(() => made.remove());

function openArea(server: string): Area {
  made.write({ "megatest.config": `[fields]\nSYS TEXT\n[setup]\nlinktree @AREA@/links\n[server]\n${server}\n` });
  return setUpArea({ env: {}, cwd: made.path, log: silentLog });
}

const lockFile = () => join(made.path, ".homehost.lock");

describe("an area without .homehost", () => {
  it("04-16: is kept by this host from now on", async () => {
    const found = await findHomehost(openArea(""));
    expect(found?.epoch).toBe(1);
    expect(await isThisHost(found?.address ?? "")).toBe(true);
    expect(made.read(".homehost")).toBe(`${found?.address}\nepoch 1\n`);
    expect(await findHomehost(openArea(""))).toEqual(found);
  });

  it.each(["", "\n", "no host\n"])("has one that says nothing: %j", async (text) => {
    made.write({ ".homehost": text });
    const found = await Promise.all([1, 2, 3].map(() => findHomehost(openArea(""))));
    expect(new Set(found.map((homehost) => homehost?.address)).size).toBe(1);
    expect(readNow(made.path)).toEqual(found[0]);
    expect(existsSync(lockFile())).toBe(false);
  });

  it("04-18: with [server] homehost none is made, and one that is there says nothing", async () => {
    expect(await findHomehost(openArea("homehost alpha"))).toEqual({ address: "alpha", epoch: undefined });
    expect(existsSync(join(made.path, ".homehost"))).toBe(false);
    made.write({ ".homehost": "192.0.2.1\n" });
    expect(await homehostOf(openArea("homehost alpha"))).toBe("alpha");
    expect(made.read(".homehost")).toBe("192.0.2.1\n");
  });

  it("gets none from a host that is to be retired, and says so", async () => {
    const area = openArea(`retire-hosts 192.0.2.9 ${hostname()}`);
    expect(await findHomehost(area)).toBeUndefined();
    expect(existsSync(join(made.path, ".homehost"))).toBe(false);
    expect(noHomehost(area).message).toContain(`this host is to be retired ([server] retire-hosts 192.0.2.9 ${hostname()})`);
  });

  it("gets none where nobody may write", async () => {
    const area = openArea("");
    await whileReadOnly(made.path, async () => {
      expect(await findHomehost(area)).toBeUndefined();
      expect(noHomehost(area).message).toContain("not writable");
    });
  });
});

it("is read only after a move has ended", async () => {
  made.write({ ".homehost": "192.0.2.1\nepoch 1\n", ".homehost.lock": "elsewhere-1 1700000000 192.0.2.1\n" });
  const reading = readHomehost(made.path);
  made.write({ ".homehost": "192.0.2.2\nepoch 2\n" });
  rmSync(lockFile());
  expect(await reading).toEqual({ address: "192.0.2.2", epoch: 2 });
});

describe("whether a process is still at home", () => {
  const opened = { address: "192.0.2.1", epoch: 1 };
  const verdict = (text: string | undefined, lock?: string) => {
    rmSync(join(made.path, ".homehost"), { force: true, recursive: true });
    if (text !== undefined) made.write({ ".homehost": text });
    if (lock !== undefined) writeFileSync(lockFile(), lock);
    return stillHome(made.path, opened);
  };

  it.each<[string | undefined, string]>([
    ["192.0.2.1\nepoch 1\n", "home"],
    ["192.0.2.1\nepoch 2\n", "moved"],
    ["192.0.2.1\n", "moved"],
    ["192.0.2.2\nepoch 2\n", "moved"],
    ["", "moved"],
    [undefined, "moved"],
  ])("%j: %s", (text, expected) => {
    expect(verdict(text)).toBe(expected);
  });

  it("is not known while the homehost moves, or the file cannot be read", () => {
    expect(verdict("192.0.2.1\nepoch 1\n", "elsewhere-1 1700000000 192.0.2.1\n")).toBe("wait");
    expect(verdict("192.0.2.1\nepoch 1\n", `${hostname()}-4194999 1700000000 192.0.2.1\n`)).toBe("home");
    rmSync(join(made.path, ".homehost"));
    made.write({ ".homehost/directory": "" });
    expect(stillHome(made.path, opened)).toBe("wait");
  });
});
