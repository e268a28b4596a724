import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { calledWith } from "../../../tests/kit/context.js";
import { captureEnvironment, printEnvironmentDelta, writeEnvironmentFiles } from "./environment.js";

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), "environment-"));
});
afterEach(() => rmSync(cwd, { recursive: true }));

const capture = (line: string, env: Record<string, string>) => captureEnvironment(calledWith(line, { cwd, env }).context);
async function delta(line: string) {
  const called = calledWith(line, { cwd });
  await printEnvironmentDelta(called.context);
  return called.stdout();
}

describe("-envcap and -envdelta", () => {
  const before = { SAME: "s", GONE: "g", X: "old value", PATH: "/bin" };
  const after = { SAME: "s", NEW: "n/1", EMPTY: "", X: 'it\'s "$HOME"', PATH: "/new:/bin", LINES: "a\nb" };

  beforeEach(async () => {
    await capture("-envcap a", before);
    await capture("-envcap b", { stale: "x" });
    await capture("-envcap b", after);
  });

  it("05-41: prints what leads from one to the other, new values included", async () => {
    const text = [
      "# Added vars",
      "export EMPTY=",
      'export LINES="a',
      'b"',
      "export NEW=n/1",
      "# Removed vars",
      "unset GONE",
      "# Changed vars",
      "export PATH=/new:/bin",
      String.raw`export X="it's \"\$HOME\""`,
      "",
    ].join("\n");
    expect(await delta("-envdelta a-b")).toBe(text);
    expect(await delta("-envdelta a-b -dumpmode bash")).toBe(text);
  });

  it.each(["ini", "config"])("as lines of a configuration: %s", async (dumpmode) => {
    expect(await delta(`-envdelta a-b -dumpmode ${dumpmode}`)).toBe(
      [
        "# Added vars",
        "EMPTY ",
        "LINES a",
        " b",
        "NEW n/1",
        "# Removed vars",
        '#{scheme (unsetenv "GONE")}',
        "# Changed vars",
        'PATH #{scheme (env:min-path "/new:/bin" "#{getenv PATH}")}',
        'X it\'s "$HOME"',
        "",
      ].join("\n"),
    );
  });

  it("for csh, with what it cannot hold as a comment", async () => {
    const text = await delta("-envdelta a-b -dumpmode csh");
    expect(text).toContain('# setenv LINES "a\n# b"\nsetenv NEW n/1\n');
    expect(text).toContain("unsetenv GONE\n");
  });

  it("prints nothing without a difference, and writes to a file", async () => {
    expect(await delta("-envdelta a-a")).toBe("");
    expect(await delta("-envdelta b-a -o out.sh")).toBe("");
    expect(readFileSync(join(cwd, "out.sh"), "utf8")).toContain("# Removed vars\nunset EMPTY\n");
  });

  it("uses the file that is named after it", async () => {
    await capture("-envcap one other.db", { X: "1" });
    await capture("-envcap two other.db", { X: "2" });
    expect(await delta("-envdelta one-two other.db")).toBe("# Changed vars\nexport X=2\n");
    await expect(delta("-envdelta one-two")).rejects.toThrow("no environment one in");
  });

  it("refuses contexts and modes that it cannot tell apart", async () => {
    await expect(capture("-envcap a-b", {})).rejects.toThrow("must not hold");
    await expect(delta("-envdelta a")).rejects.toThrow("-envdelta needs two contexts: A-B");
    await expect(delta("-envdelta a-b -dumpmode fish")).rejects.toThrow("-dumpmode of fish not recognised");
  });
});

it("05-42: -env2file writes both files", async () => {
  await writeEnvironmentFiles(calledWith("-env2file sub", { cwd, env: { HOME: "/h", A_VALUE: "x y" } }).context);
  expect(readFileSync(join(cwd, "sub.sh"), "utf8")).toBe('export A_VALUE="x y"\n# export HOME=/h\n');
  expect(readFileSync(join(cwd, "sub.csh"), "utf8")).toBe('setenv A_VALUE "x y"\n# setenv HOME /h\n');
});
