import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { contents, Scratch } from "../../tests/kit/config-scratch.js";

let scratch: Scratch;
beforeEach(() => {
  scratch = new Scratch();
  scratch.env["GREETING"] = "hello";
});
afterEach(() => scratch.remove());

describe("[system …] values", () => {
  it.each([
    ["01-30: lines are joined", "K [system printf 'a\\nb\\n']", "a b"],
    ["empty lines count", "K [system printf '\\na\\n\\nb\\n\\n']", " a  b "],
    ["01-31: sees the variables so far of default and its section", "K [system echo $X $D $GREETING $later]\nlater 1", "5 from-default hello"],
    ["no output", "K [system true]", ""],
    ["up to the last bracket", 'K [system echo "[x]" ]', "[x]"],
    ["blanks before the command", "K   [system    echo   x   y  ]", "x y"],
    ["over an earlier value, not continued", "K first\nK [system echo second]\n  more", "second"],
    ["helpers inside", "K [system echo #{get y X}]", "5"],
    ["runs in the given directory", "K [system pwd]", "@"],
  ])("%s", (_, text, expected) => {
    expect(scratch.read(`D from-default\n[y]\nX 5\n${text}\n`).lookup("y", "K")).toBe(expected.replace("@", scratch.dir));
  });

  it("01-30: the output of a failing command is used, with an error", () => {
    expect(scratch.read("rc [system echo used; exit 3]\n").lookup("default", "rc")).toBe("used");
    expect(scratch.logged).toEqual(["ERROR: problem with rc [system echo used; exit 3], return code 3 output: used (test.config:1)"]);
  });

  it("off: the line is ignored", () => {
    expect(contents(scratch.read("[s]\nA [system echo a]\n", { system: "off" }))).toEqual({ s: [] });
  });

  it("deferred: runs at each look-up, with all variables of the section", () => {
    const config = scratch.read("[s]\nA [system echo x >> f; echo $(wc -l < f) $B]\nB late\n", { system: "deferred" });
    expect(config.isDeferred("s", "A")).toBe(true);
    expect([config.lookup("s", "A"), config.lookup("s", "A")]).toEqual(["1 late", "2 late"]);
    expect(config.isDeferred("s", "B")).toBe(false);
  });
});

describe("permission", () => {
  const sections = ["default", "a/b"];

  it("01-33: commands run in wanted sections, on the first line too, and in patterns that match them", () => {
    const text =
      "[c/d]\nC x\n[a/b]\nA1 #{shell echo first}\nA2 #{shell echo second}\n[a/%]\nP1 #{shell echo p1}\nP2 [system echo p2]\n[default]\nD #{sh echo d}\n";
    expect(contents(scratch.read(text, { sections }))).toEqual({
      "a/b": [
        ["A1", "first"],
        ["A2", "second"],
        ["P1", "p1"],
        ["P2", "p2"],
      ],
      default: [["D", "d"]],
    });
  });

  it("01-32: those of other targets do not run, their sections go at the end", () => {
    const text = "[c/d]\nV #{sh touch f}\nW [system touch f]\nX here\n[c/%]\nP [system touch f]\n[a/b]\nG #{get c/d X} #{get c/d V}\nF [system ls]\n";
    expect(contents(scratch.read(text, { sections }))).toEqual({
      "a/b": [
        ["G", "here #{(sh) touch f}"],
        ["F", "test.config"],
      ],
    });
  });
});

describe("[scriptinc …]", () => {
  it("01-17: the output is read like an included file", () => {
    scratch.write("gen", '#!/bin/sh\necho "[items]"\necho "$*"\n', 0o755);
    expect(contents(scratch.read('[s]\n[scriptinc ./gen A 1 "2  3" $GREETING]\nB 2\n'))).toEqual({ s: [["B", "2"]], items: [["A", "1 2  3 hello"]] });
  });

  it("01-18: the script sees the variables so far", () => {
    scratch.write("gen", '#!/bin/sh\necho "sees $X-$D-$Y"\n', 0o755);
    expect(scratch.read("D d\n[s]\nX 1\n[scriptinc gen]\nY 2\n").lookup("s", "sees")).toBe("1-d-");
  });

  it("is found beside the file when it is not in the current directory", () => {
    scratch.write("sub/gen", "#!/bin/sh\necho A 1; echo '[include in.config]'\n", 0o755);
    scratch.write("sub/in.config", "B 2\n");
    const file = scratch.write("sub/a.config", "[scriptinc ./gen]\n");
    expect(contents(scratch.readFile(file))["default"]).toEqual([
      ["A", "1"],
      ["B", "2"],
    ]);
  });

  it("is skipped when it is missing or not executable", () => {
    scratch.write("gen", "#!/bin/sh\necho A 1\n");
    expect(contents(scratch.read("[scriptinc ./gen]\n[scriptinc sh]\n[scriptinc a\0b]\n"))).toEqual({});
    expect(scratch.logged.filter((line) => line.startsWith("Script"))).toEqual([
      "Script not found or not exectutable: ./gen",
      "Script not found or not exectutable: sh",
      "Script not found or not exectutable: a\0b",
    ]);
  });

  it("a failure is reported, the output used; it runs where commands are off; its output continues nothing", () => {
    scratch.write("gen", "#!/bin/sh\necho '  more'; echo A 1; exit 3\n", 0o755);
    expect(contents(scratch.read("V x\n[scriptinc gen]\n", { system: "off" }))["default"]).toEqual([
      ["V", "x"],
      ["A", "1"],
    ]);
    expect(scratch.logged).toContain("ERROR: gen returned bad exit code 3\n   test.config:2");
  });

  it("one that names itself ends", () => {
    scratch.write("gen", "#!/bin/sh\necho '[scriptinc gen]'\n", 0o755);
    scratch.read("[scriptinc gen]\n");
    expect(scratch.logged.join()).toContain("nested more than 50 deep");
  });
});
