import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { contents, Scratch } from "../../tests/kit/config-scratch.js";
import { Failure } from "../base/index.js";
import { decodeBytes } from "../sys/index.js";

let scratch: Scratch;
beforeEach(() => {
  scratch = new Scratch();
});
afterEach(() => scratch.remove());

const read = (text: string) => contents(scratch.read(text));

describe("sections and variables", () => {
  it("01-1: the last definition wins and moves to the end", () => {
    expect(read("[s]\nA 1\nB 2\nA 3\n")).toEqual({
      s: [
        ["B", "2"],
        ["A", "3"],
      ],
    });
  });

  it("01-2: a section mentioned again goes on; mention alone makes it", () => {
    expect(read("[s]\nA 1\n[empty]\n[s]\nB 2\n")).toEqual({
      s: [
        ["A", "1"],
        ["B", "2"],
      ],
      empty: [],
    });
  });

  it("01-3: lines before any header belong to default", () => {
    expect(read("A 1\n[s]\n")).toEqual({ default: [["A", "1"]], s: [] });
  });

  it("says which line of which file defines a variable", () => {
    const config = scratch.read("[s]\nA 1\n\nB x\n  y\n");
    expect(config.variables("s").map(({ file, line }) => `${file}:${line}`)).toEqual([2, 4].map((line) => `${scratch.dir}/test.config:${line}`));
  });

  it("keeps bytes of any encoding", () => {
    const bytes = (text: string) => decodeBytes(Buffer.from(text, "latin1"));
    expect(read(bytes("B\xe9 \xe4\xfc \xff\nC \xc3\xa9"))).toEqual({
      default: [
        [bytes("B\xe9"), bytes("\xe4\xfc \xff")],
        ["C", "é"],
      ],
    });
  });

  it("01-3: a missing file is an empty configuration and an info line", () => {
    expect(contents(scratch.readFile("none.config"))).toEqual({});
    expect(scratch.logged).toEqual([`INFO: (1) read-config - file not found ${scratch.dir}/none.config current path: ${scratch.dir}`]);
  });

  it("fails for a file that cannot be read", () => {
    expect(() => scratch.readFile(scratch.dir)).toThrow(Failure);
  });
});

describe("kinds of lines", () => {
  it.each([
    ["01-5: no comments after a value", "V one # two", "V", "one # two"],
    ["no equal sign", "EQ = x", "EQ", "= x"],
    ["quotes are text", "Q \"a  b\"  'c'", "Q", "\"a  b\"  'c'"],
    ["01-4: trailing blanks stay", "V x   ", "V", "x   "],
    ["tabs", "T\ttab\tinside", "T", "tab\tinside"],
    ["01-13: a word alone", "bare", "bare", ""],
    ["a word and blanks", "bare   ", "bare", "   "],
    ["01-6: text after a header makes it a key", "[a] # b", "[a]", "# b"],
    ["a helper without an end", "X #{ no helper", "X", "#{ no helper"],
    ["no such value form", "G [exec ls]", "G", "[exec ls]"],
    ["nothing to run", "I [system   ]", "I", "[system   ]"],
    ["text after the command", "I [system echo x] y", "I", "[system echo x] y"],
    ["01-7: joined lines keep their blanks", "V a \\\n  b", "V", "a   b"],
    ["01-7: a joined end of file", "V a\\", "V", "a"],
    ["two backslashes", "V k\\\\\nL", "V", "k\\L"],
    ["CR LF", "V x\\\r\ny\r\n", "V", "xy"],
  ])("%s", (_, line, name, value) => {
    expect(read(line)).toEqual({ default: [[name, value]] });
  });

  it.each([
    ["[ spaced name ]  ", " spaced name "],
    ["[a]b]", "a]b"],
    ["[]", ""],
    ["[system ls]", "system ls"],
    ["[include]", "include"],
    ["[configf:settings x]", "configf:settings x"],
    ["[configf:settings trim-trailing-spaces  no ]", "configf:settings trim-trailing-spaces  no "],
    ["[sec\\\ntion]", "section"],
  ])("%s is a header", (line, name) => {
    expect(read(line)).toEqual({ [name]: [] });
  });

  it("01-8: a comment takes the next line in", () => {
    expect(read("# a \\\nHIDDEN 1\nB 2\n")).toEqual({ default: [["B", "2"]] });
  });

  it("a lone CR ends a line", () => {
    expect(read("x y\rz w")).toEqual({
      default: [
        ["x", "y"],
        ["z", "w"],
      ],
    });
  });

  it("01-4: trims trailing blanks when told to, from the next line, in includes too", () => {
    scratch.write("in.config", "c 3  \n[configf:settings trim-trailing-spaces no]\nd 4  \n");
    const text = "a 1  \n[configf:settings trim-trailing-spaces yes]\nb 2 \t\nm x  \n  y  \n[include in.config]\ne 5  \n";
    expect(read(text)["default"]).toEqual([
      ["a", "1  "],
      ["b", "2"],
      ["m", "x\ny"],
      ["c", "3"],
      ["d", "4  "],
      ["e", "5  "],
    ]);
  });
});

describe("continued lines", () => {
  it.each([
    ["01-9: the indentation of the first is removed from the others", "V x\n  p\n    q\n r", "x\np\n  q\n r"],
    ["01-9: tabs against blanks", "V x\n\tp\n\t\tq\n    s", "x\np\n\tq\n    s"],
    ["01-10: ended by a blank line", "V a\n  b\n\n  c", "a\nb"],
    ["01-10: ended by a comment", "V a\n  b\n  # no\n  c", "a\nb"],
    ["01-11: indented headers and includes are text", "V a\n  [x]\n  [include y]", "a\n[x]\n[include y]"],
    ["a word alone can be continued", "V\n  a\n  b", "\na\nb"],
    ["trailing blanks stay", "V one  \n  two  ", "one  \ntwo  "],
  ])("%s", (_, text, value) => {
    expect(scratch.read(text).lookup("default", "V")).toBe(value);
  });

  it("01-12: an indented line after a header, an include or a command has no effect and is mentioned at level 2", () => {
    expect(read("[s]\n  x\nC [system echo c]\n  y\n[include none]\n  z\n")).toEqual({ s: [["C", "c"]] });
    expect(scratch.logged.filter((line) => line.includes("continues nothing"))).toEqual(
      [2, 4, 6].map((line) => `INFO: (2) indented line that continues nothing: test.config:${line}`),
    );
  });
});

describe("includes", () => {
  it("01-14: names are relative to the including file, whatever the directory", () => {
    scratch.write("sub/a.config", "[include deep/../../top.config]\n[include b.config]\n");
    scratch.write("sub/b.config", "B 1\n");
    scratch.write("top.config", "T 1\n");
    expect(contents(scratch.readFile("sub/a.config", { cwd: scratch.dir }))["default"]).toEqual([
      ["T", "1"],
      ["B", "1"],
    ]);
  });

  it("01-15: the includer goes on in its own section", () => {
    scratch.write("in.config", "a 1\n[z]\nb 2\n");
    expect(read("[s]\n[include in.config]\nc 3\n")).toEqual({
      s: [
        ["a", "1"],
        ["c", "3"],
      ],
      z: [["b", "2"]],
    });
  });

  it("01-16: a missing one is mentioned at level 2 only", () => {
    expect(read("[include no file.config]\nA 1")).toEqual({ default: [["A", "1"]] });
    expect(scratch.logged).toEqual([
      `INFO: include file no file.config not found (called from ${scratch.dir}/test.config)`,
      `        ${scratch.dir}/no file.config`,
    ]);
  });

  it("stops at a file that includes itself", () => {
    scratch.write("in.config", "B 1\n[include test.config]\nC 1\n");
    expect(read("A 1\n[include in.config]\n")["default"]?.map(([name]) => name)).toEqual(["A", "B", "C"]);
    expect(scratch.logged.join()).toContain("ERROR: ");
  });

  it("names the place of an include that cannot be read", () => {
    expect(() => read("A 1\n[include .]")).toThrow(/included from test\.config:2/);
  });

  it("sees a file that has changed", () => {
    expect(read("A 1")).toEqual({ default: [["A", "1"]] });
    expect(read("A 2")).toEqual({ default: [["A", "2"]] });
  });
});

describe("pattern sections", () => {
  it.each([
    ["a%", "ab/c", true],
    ["%/%", "ab/c", true],
    ["/a.*/", "ab/c", true],
    ["/c/", "ab/c", false],
    ["/%/", "ab/c", false],
    ["a./%", "ab/c", true],
    ["A%", "ab/c", false],
    ["%", "default", true],
  ])("01-36: [%s] against [%s]", (pattern, section, matches) => {
    const config = scratch.read(`[${section}]\nV 1\n[${pattern}]\nP 2\n`);
    expect(config.lookup(section, "P")).toBe(matches ? "2" : undefined);
    expect(config.has(pattern)).toBe(false);
  });

  it("takes effect where it ends, on what exists then", () => {
    expect(read("[a/1]\nV 1\n[a/%]\nV 2\n[a/2]\nW #{get a/1 V}\n")).toEqual({ "a/1": [["V", "2"]], "a/2": [["W", "2"]] });
  });

  it("reports a pattern that is no regular expression", () => {
    expect(read("[a]\n[/(/]\nV 1\n")).toEqual({ a: [] });
    expect(scratch.logged.join()).toContain("[/(/] is no usable pattern");
  });
});

describe("the end of a section", () => {
  const endings = (text: string) => {
    const seen: string[] = [];
    scratch.read(text, { onSectionEnd: (section, config) => seen.push(`${section}:${config.names(section).join()}`) });
    return seen;
  };

  it("01-42: is told at the next header and at the end of the file", () => {
    expect(endings("[fields]\nA TEXT\n[x]\nv 1\n")).toEqual(["default:", "fields:A", "x:v"]);
  });

  it("01-42: is told for the last section of an included file, not for one that goes on", () => {
    scratch.write("in.config", "B TEXT\n[fields]\nA TEXT\n");
    expect(endings("[x]\n[include in.config]\nv 1\n")).toEqual(["default:", "x:B", "fields:A", "x:B,v"]);
    scratch.write("in.config", "B TEXT\n");
    expect(endings("[fields]\nA TEXT\n[include in.config]\nC TEXT\n")).toEqual(["default:", "fields:A,B,C"]);
  });
});

it("01-49: lays a file over another configuration, its patterns over everything", () => {
  const base = scratch.read("[s]\na 1\nb 2\n[t1]\nk v\n");
  const config = scratch.read("[s]\na 3\nc #{get s b}\n[t%]\nk over\n", { base });
  expect(contents(config)).toEqual({
    s: [
      ["b", "2"],
      ["a", "3"],
      ["c", "2"],
    ],
    t1: [["k", "over"]],
  });
});

it("never throws, whatever the bytes", () => {
  const fragment = fc.constantFrom("[", "]", "#{", "}", "\\", "\n", "  ", "%", "[include x]", "#{get a b}", "[system x]", "[a%]", "K v", "/(/", "\0");
  const bytes = fc.uint8Array({ maxLength: 20 }).map((array) => decodeBytes(array));
  fc.assert(
    fc.property(fc.array(fc.oneof(fragment, bytes), { maxLength: 30 }), (parts) => {
      scratch.read(parts.join(""), { system: "off" });
    }),
    { numRuns: 200 },
  );
});
