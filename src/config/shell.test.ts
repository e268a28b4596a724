import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { contents, Scratch } from "../../tests/kit/config-scratch.js";
import { firstLine, shellExpand } from "./shell.js";

let scratch: Scratch;
beforeEach(() => {
  scratch = new Scratch();
});
afterEach(() => scratch.remove());

describe("expansion of a value", () => {
  // Some are done without a shell; the shell decides what is right.
  it.each([
    "",
    "  ",
    "plain",
    "x   y\tz ",
    "$A-2",
    `\${A}2:/opt:$A`,
    "$A$B",
    "$UNSET",
    `x\${UNSET}y`,
    "$SPACES.",
    "$GLOB",
    "$BACKSLASH",
    "$DASH x",
    "-n x",
    "-n",
    "$PWD",
    "$IFS",
    "$1",
    "$",
    "a{b",
    `\${A:-x}`,
    '"x   y"',
    "'$A'",
    "`echo tick` $(echo dollar)",
    "a;b 2>/dev/null",
    "x #comment",
    "*.config",
    "a\\ b",
    "~",
    "$ODD",
    "a=b,c@d%e+f^g",
    "é $UTF",
  ])("of %j is what a shell makes of it", (value) => {
    scratch.write("a.config", "");
    Object.assign(scratch.env, { A: "1", B: "two words", SPACES: " a \t b\n", GLOB: "*", BACKSLASH: "a\\tb", DASH: "-n", HOME: "/h", UTF: "ü" });
    Object.assign(scratch.env, { PWD: "/elsewhere", IFS: "w", ODD: "a;b \"c\" #d ~ 'e' $A" });
    const place = { env: scratch.env, cwd: scratch.dir };
    expect(shellExpand(value, place)).toBe(firstLine(`echo ${value}`, place));
  });
});

describe("exported sections", () => {
  const exportedBy = (text: string) => contents(scratch.read(text, { exported: "env-override" }));

  it("01-43, 01-44: values are expanded and exported line by line", () => {
    scratch.env["HOME"] = "/home/somebody";
    scratch.env["P"] = "inherited";
    const { "env-override": values, after } = exportedBy(
      "[env-override]\nA 1\nB $A-2\nP $HOME/x:$P\nM #{getenv A}\nA 3\nQ $A\nN\nJ first\n  second $A\n[after]\na #{getenv P} #{shell echo $Q}\n",
    );
    expect(values).toEqual([
      ["B", "1-2"],
      ["P", "/home/somebody/x:inherited"],
      ["M", "1"],
      ["A", "3"],
      ["Q", "3"],
      ["N", ""],
      ["J", "first\nsecond $A"],
    ]);
    expect(after).toEqual([["a", "/home/somebody/x:inherited 3"]]);
    expect(scratch.env).toMatchObject({ A: "3", B: "1-2", N: "", J: "first" });
  });

  it("sections that only contain the text count, names with a colon are not exported", () => {
    exportedBy("[my-env-override-2]\nZ 1\nK:L 2\n[other]\nO 3\n");
    expect(scratch.env).toMatchObject({ Z: "1" });
    expect(Object.keys(scratch.env)).toEqual(["PATH", "Z"]);
  });

  it("01-13: a word alone is exported there, and nowhere else; results of commands are", () => {
    exportedBy("[other]\nNOT\n[env-override]\nBARE\nS [system echo from-system]\n");
    expect(scratch.env).toMatchObject({ BARE: "", S: "from-system" });
    expect(scratch.env).not.toHaveProperty("NOT");
  });

  it("letters outside ASCII", () => {
    expect(exportedBy("[env-override]\nE é\nF 'é'\n")["env-override"]).toEqual([
      ["E", "é"],
      ["F", "é"],
    ]);
    expect(scratch.env).toMatchObject({ E: "é", F: "é" });
  });

  it("text that no environment can hold stays as it is", () => {
    expect(exportedBy("[env-override]\nE a\0b\n")["env-override"]).toEqual([["E", "a\0b"]]);
    expect(scratch.env).not.toHaveProperty("E");
  });
});
