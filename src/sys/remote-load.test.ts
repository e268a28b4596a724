import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { remoteLoad } from "./remote-load.js";

let bin: string;
beforeEach(() => {
  bin = mkdtempSync(join(tmpdir(), "ssh-"));
  vi.stubEnv("PATH", `${bin}:${process.env["PATH"]}`);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(bin, { recursive: true });
});

/** Puts a program in place of ssh. */
function stubSsh(script: string): void {
  const file = join(bin, "ssh");
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
}

describe("load of another host", () => {
  it("is what the host itself says", async () => {
    stubSsh(`printf '%s\\n' "$@" > ${bin}/asked; echo Welcome; echo "2.50 1.25 0.75 3/400 1234"; echo 8`);
    expect(await remoteLoad("keeper")).toEqual({ one: 2.5, five: 1.25, cpus: 8 });
    const asked = readFileSync(join(bin, "asked"), "utf8").trim().split("\n");
    expect(asked.slice(asked.indexOf("--"))).toEqual(["--", "keeper", expect.stringContaining("/proc/loadavg")]);
  });

  it("the command that is sent there fits this host", async () => {
    stubSsh('for last; do :; done; sh -c "$last"');
    const load = await remoteLoad("keeper");
    expect(load?.cpus).toBeGreaterThan(0);
    expect(load?.one).toBeGreaterThanOrEqual(0);
  });

  it.each([
    ["nobody answers", "exit 255"],
    ["something else answers", "echo Welcome; echo 4"],
    ["it has no CPUs", "echo 0.10 0.10 0.10 1/2 3; echo 0"],
  ])("is unknown when %s", async (_what, script) => {
    stubSsh(script);
    expect(await remoteLoad("keeper")).toBeUndefined();
  });
});
