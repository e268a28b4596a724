import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { cleanEnv, removeArea } from "../kit/area.js";

// Each folder <chapter>/<case> was recorded from Megatest 1.65: its `cmd` is run in a copy of its `area` and must print `expected`.
// One case: npm run compat -- -t execute/01

const here = dirname(fileURLToPath(import.meta.url));
const library = join(here, "lib.sh");
const caseSeconds = 180;

describe.concurrent("as 1.65", () => {
  it.each(caseNames())(
    "%s",
    async (name) => {
      const work = mkdtempSync(join(tmpdir(), "megatest-compat-"));
      const area = join(work, basename(name).replace(/[^a-zA-Z0-9]/g, "_"));
      try {
        const expected = readFileSync(join(here, name, "expected"), "latin1");
        copyArea(join(here, name, "area"), area, expected.includes("maxload"));
        const printed = await bash(`timeout ${caseSeconds} bash "$1" 2>"$2/stderr"`, [join(here, name, "cmd"), work], area);
        const normalised = await bash('. "$GOLDEN_LIB"; normalise "$1"', [area], area, printed);
        expect(normalised, `stderr of the case:\n${readFileSync(join(work, "stderr"), "latin1").slice(-4000)}`).toBe(expected);
      } finally {
        removeArea(area);
        rmSync(work, { recursive: true, force: true, maxRetries: 3 });
      }
    },
    (caseSeconds + 20) * 1000,
  );
});

it("there are cases", () => {
  expect(caseNames().length).toBeGreaterThan(0);
});

/** For example `execute/01-step-exit-codes`. */
function caseNames(): string[] {
  return readdirSync(here, { recursive: true, encoding: "utf8" })
    .filter((path) => /^[^/]+\/[^/]+\/cmd$/.test(path))
    .map((path) => dirname(path))
    .sort();
}

/** Texts of the area say `@AREA@` where its absolute path belongs. A machine that is busy with other tests must not hold the launches. */
function copyArea(from: string, to: string, isLoadPrinted: boolean): void {
  cpSync(from, to, { recursive: true });
  const config = join(to, "megatest.config");
  if (existsSync(config) && !isLoadPrinted)
    writeFileSync(config, readFileSync(config, "latin1").replace(/^(max(?:homehost)?load) \d+$/gm, "$1 off"), "latin1");
  for (const entry of readdirSync(to, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isFile()) continue;
    const text = readFileSync(path, "latin1");
    if (text.includes("@AREA@")) writeFileSync(path, text.replaceAll("@AREA@", to), "latin1");
  }
}

/** Cases print their environment: what vitest and npm add must not be in it. */
function shellEnv(): NodeJS.ProcessEnv {
  const added = /^(npm_.*|INIT_CWD|NODE_ENV|TEST|DEV|PROD|MODE|SSR|BASE_URL|CI|FORCE_COLOR)$/;
  return Object.fromEntries(Object.entries(cleanEnv({ GOLDEN_LIB: library })).filter(([name]) => !added.test(name)));
}

/** stdout of a bash script, bytes as latin1. */
function bash(script: string, args: readonly string[], cwd: string, input = ""): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn("bash", ["-c", script, "bash", ...args], { cwd, env: shellEnv(), stdio: ["pipe", "pipe", "inherit"] });
    const chunks: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.once("error", reject);
    child.once("close", () => resolve(Buffer.concat(chunks).toString("latin1")));
    child.stdin.on("error", () => {});
    child.stdin.end(input, "latin1");
  });
}
