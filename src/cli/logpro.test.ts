import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { shellQuote } from "../base/index.js";
import { currentEnv, encodeText, exitCodeOf, shellOutput } from "../sys/index.js";

const folder = mkdtempSync(join(tmpdir(), "logpro-cli-"));
const program = join(folder, "bin/logpro.mjs");
const command = [process.execPath, "--max-old-space-size=64", program].map(shellQuote).join(" ");
let area = "";

beforeAll(async () => {
  await build({ entryPoints: ["src/cli/logpro.ts"], bundle: true, platform: "node", format: "esm", outfile: program, logLevel: "silent" });
});
beforeEach(() => {
  area = mkdtempSync(join(folder, "area-"));
  writeFileSync(join(area, "x.logpro"), '(expect:error in "LogFileBody" = 0 "any error" #/bad/)');
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs a shell command in the area; its exit code and its stdout with one character per byte. */
function shell(command: string, env: Record<string, string> = {}) {
  const { ending, stdout } = shellOutput(command, { cwd: area, env: { ...currentEnv(), ...env } });
  return { status: exitCodeOf(ending), stdout: encodeText(stdout).toString("latin1") };
}

/** Runs logpro; what it writes to stderr counts as stdout, since there should be nothing. */
function logpro(args: readonly string[], input: string | Buffer = "ok\n", env: Record<string, string> = {}) {
  writeFileSync(join(folder, "input"), input);
  return shell(`${command} ${args.map(shellQuote).join(" ")} < ${shellQuote(join(folder, "input"))} 2>&1`, env);
}

const content = (name: string) => readFileSync(join(area, name), "latin1");

describe("08 § 1: the command line", () => {
  it("08-1: no arguments", () => {
    expect(logpro([])).toMatchObject({ status: 1, stdout: expect.stringMatching(/^Usage: logpro RULEFILE/) });
  });

  it("08-2: no such rule file", () => {
    expect(logpro(["X"])).toMatchObject({ status: 1, stdout: "ERROR: command file X not found\n" });
    expect(readdirSync(area)).toEqual(["x.logpro"]);
  });

  it("08-24: the page, its .dat file and its style sheet", () => {
    mkdirSync(join(area, "o"));
    expect(logpro(["x.logpro", "o/x.html"], "bad <b>\n").status).toBe(1);
    expect(readdirSync(join(area, "o")).sort()).toEqual(["logpro_style.css", "x.dat", "x.html"]);
    expect(content("o/x.html")).toMatch(
      /^<html>\n[\s\S]*\n<hr><pre>\n<a .*>bad &lt;b&gt;<\/a>\n[\s\S]*EXIT CODE: 1 \(FAIL\)<\/h1><\/body><\/html>\n$/,
    );
  });

  it("08-25: without a page", () => {
    expect(logpro(["x.logpro"]).status).toBe(0);
    expect(content("summary.dat")).toBe("[final]\nexit-code 0\nexit-status PASS\n");
    expect(readdirSync(area).sort()).toEqual(["summary.dat", "x.logpro"]);
  });

  it("a waiver file that is there is loaded first", () => {
    writeFileSync(join(area, "w"), '(expect:waive in "LogFileBody" = 0 "known" #/bad/)');
    expect(logpro(["x.logpro", "o.html", "w"], "bad\n").status).toBe(4);
    expect(logpro(["x.logpro", "o.html", "nothere"], "bad\n").status).toBe(1);
  });

  it("the style sheet of LOGPRO_CSS is linked", () => {
    writeFileSync(join(area, "my.css"), "pre {}");
    logpro(["x.logpro", "o.html"], "", { LOGPRO_CSS: "my.css" });
    expect(lstatSync(join(area, "logpro_style.css")).isSymbolicLink()).toBe(true);
    expect(readlinkSync(join(area, "logpro_style.css"))).toBe(join(area, "my.css"));
  });

  it("a page that cannot be written is one line of text", () => {
    const { status, stdout } = logpro(["x.logpro", "no/where.html"]);
    expect(status).toBe(1);
    expect(stdout).toMatch(/\nERROR: ENOENT.*no\/where.html'\n$/);
  });

  it("an unwritable .dat file is skipped", () => {
    mkdirSync(join(area, "o.dat"));
    expect(logpro(["x.logpro", "o.html"]).status).toBe(0);
  });
});

describe("08 § 8: rules that do not load", () => {
  it("08-28: say so on stdout, in the page and in the .dat file", () => {
    writeFileSync(join(area, "x.logpro"), "\n(nosuch 1)");
    const message = "ERROR: Syntax error in your command file!\n =>  x.logpro:2: unbound variable: nosuch\n";
    const { status, stdout } = logpro(["x.logpro", "o.html"], "bad\n");
    expect({ status, ends: stdout.endsWith(message) }).toEqual({ status: 1, ends: true });
    expect(content("o.html")).toContain(message.replaceAll(">", "&gt;"));
    expect(content("o.dat")).toBe("[final]\nexit-code 1\nexit-status FAIL\nmessage error: x.logpro:2: unbound variable: nosuch\n");
  });

  it("corrections: (exit 9)", () => {
    writeFileSync(join(area, "x.logpro"), "(exit 9)");
    const { status, stdout } = logpro(["x.logpro"], "bad\n");
    expect({ status, dat: content("summary.dat"), summary: stdout.includes("SUMMARY") }).toEqual({ status: 9, dat: "", summary: false });
  });
});

describe("bytes", () => {
  it("pass unchanged, whatever they are", () => {
    const bytes = Buffer.from(Array.from({ length: 65_536 }, (_, index) => (index * 31 + (index >> 8)) % 256)).map((byte) =>
      byte === 13 ? 14 : byte,
    );
    const { stdout } = logpro(["x.logpro", "o.html"], Buffer.from(bytes));
    const lines = Buffer.from(bytes).toString("latin1").split("\n").slice(1).join("\n");
    expect(stdout).toContain(lines);
  });

  it("a log without line ends is cut, not gathered", () => {
    const length = 3 * 1024 * 1024;
    const { status, stdout } = logpro(["x.logpro"], Buffer.alloc(length));
    expect({
      status,
      zeros: stdout.split("\0").length - 1,
      longest: Math.max(...stdout.split("\n").map((line) => line.length)) < length / 2,
    }).toEqual({
      status: 0,
      zeros: length,
      longest: true,
    });
  });

  it("names and texts in UTF-8 come out as they are", () => {
    writeFileSync(join(area, "é.logpro"), '(print "ü" (getenv "GREETING")) (expect:error in logfile = 0 "häß" #/b.d/)');
    const { stdout } = logpro(["é.logpro"], Buffer.from("b€d\n"), { GREETING: "grüß" });
    const text = Buffer.from(stdout, "latin1").toString("utf8");
    expect(text).toContain("ügrüß\n");
    expect(text).toContain("LOGPRO Error: häß = 0 in section LogFileBody on line 0\nb€d\n");
  });
});

it("08-33: hooks run in the current directory, with the text of the line", () => {
  writeFileSync(join(area, "x.logpro"), '(hook:add "h" "echo #{escaped m1} >> h; echo seen") (expect:note in logfile > 0 "n" #/key (.*)/ hook: "h")');
  const { stdout } = logpro(["x.logpro"], Buffer.from("key ü'$x\nkey \0b\n"));
  expect(content("h")).toBe(Buffer.from("ü'$x\nb\n").toString("latin1"));
  expect(stdout).toContain("\nseen\nkey ");
});

it("a reader of stdout that goes away does not change the verdict", () => {
  writeFileSync(join(area, "log"), `${"some line\n".repeat(400_000)}bad\n`);
  shell(`{ ${command} x.logpro < log 2> err; echo $? > code; } | head -1`);
  expect({ code: content("code"), err: content("err") }).toEqual({ code: "1\n", err: "" });
});
