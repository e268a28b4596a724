import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { start } from "../sys/index.js";
import { environmentFile } from "./environment-file.js";

describe("05-42, 03 § 9.4: environmentFile", () => {
  const env = { B: "a b", A: "x/1,2:3.4-5%", HOME: "/h", FOO: "f", EMPTY: "", "A+B": "1", "x:y": "2", "BASH_FUNC_f%%": "() {\n}" };

  it("sets variables by name, and only shows those of the login and odd names", () => {
    expect(environmentFile(env, { shell: "sh" }).split("\n")).toEqual([
      "export A=x/1,2:3.4-5%",
      "# export A+B=1",
      'export B="a b"',
      '# export BASH_FUNC_f%%="() {',
      '# }"',
      "export EMPTY=",
      "export FOO=f",
      "# export HOME=/h",
      "# export x:y=2",
      "",
    ]);
  });

  it("takes another list of names that are only shown", () => {
    const text = environmentFile(env, { shell: "csh", blacklist: ["FOO"] });
    expect(text).toContain("\n# setenv FOO f\n");
    expect(text).toContain("\nsetenv HOME /h\n");
    expect(text).toContain('\nsetenv B "a b"\n');
  });

  it("shows a value of several lines as comments in csh, every line of it", () => {
    expect(environmentFile({ V: "a\nb" }, { shell: "csh" })).toBe('# setenv V "a\n# b"\n');
  });
});

const directory = mkdtempSync(join(tmpdir(), "envfile-"));
afterAll(() => rmSync(directory, { recursive: true }));

const printable = Array.from({ length: 0x7f - 0x20 }, (_, index) => String.fromCharCode(0x20 + index));
const values: Record<string, string> = {
  ALL: printable.join(""),
  AGAIN: printable.map((char) => `${char}${char}x${char}`).join(""),
  TAB: "\ta\tb ",
  UTF8: "é → 🎉",
  HISTORY: "a!b !! !$ \\! '!' \"!\" \\",
  QUOTES: `'"'"'`,
  COMMAND: "$(touch nothing) `touch nothing` $HOME",
  GLOB: "~ * ? [a] {b,c}",
  BACKSLASHES: "\\\\ \\n \\",
};

describe.each([
  ["sh", "sh"],
  ["bash", "sh"],
  ["tcsh", "csh"],
] as const)("sourced by %s", (program, shell) => {
  const path = ["/bin", "/usr/bin"].map((bin) => join(bin, program)).find((file) => existsSync(file));
  it.skipIf(path === undefined)("every value comes out exactly as it is", async () => {
    const wanted = shell === "sh" ? { ...values, LINES: "a\n\nb\r\n", CONTROL: "\x01\x1b" } : values;
    const file = join(directory, `${program}.env`);
    writeFileSync(file, environmentFile(wanted, { shell }));
    const line = `${shell === "sh" ? "." : "source"} ${file}; env -0 > ${file}.out`;
    const errors = openSync(`${file}.err`, "w");
    const stdio = ["ignore", "ignore", errors] as const;
    const words = shell === "sh" ? ["-c", line] : ["-f", "-c", line];
    await (await start(path ?? "", words, { env: { PATH: process.env["PATH"] ?? "" }, cwd: directory, stdio })).ended;
    closeSync(errors);
    expect(readFileSync(`${file}.err`, "utf8")).toBe("");
    const variables = readFileSync(`${file}.out`, "utf8").split("\0");
    for (const [name, value] of Object.entries(wanted)) expect(variables).toContain(`${name}=${value}`);
  });
});
