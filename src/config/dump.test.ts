import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { contents, Scratch } from "../../tests/kit/config-scratch.js";
import { decodeBytes } from "../sys/index.js";
import { Config } from "./config.js";
import { dumpIni, dumpJson, dumpSexp, parseSexpDump } from "./dump.js";

let scratch: Scratch;
beforeEach(() => {
  scratch = new Scratch();
});
afterEach(() => scratch.remove());

const text = '[d]\nplain v\nquote a "b" c\\d\ntabbed a\tb\nempty\nuni ü\nM x\n  y\n    z\nBARE\n  first\n[d2]\n';

describe("dumps", () => {
  it("01-60: ini indents the lines of a value and has no blank after an empty one", () => {
    expect(dumpIni(scratch.read(text))).toBe('\n[d]\nplain v\nquote a "b" c\\d\ntabbed a\tb\nempty\nuni ü\nM x\n y\n   z\nBARE\n first\n\n[d2]\n');
  });

  it("json is one object on one line", () => {
    expect(dumpJson(scratch.read('[d]\nA 1\nM x\n  "y"\n[d2]\n'))).toBe('{"d": [["A", "1"], ["M", "x\\n\\"y\\""]], "d2": []}');
  });

  it("json keeps bytes that are no UTF-8", () => {
    const value = decodeBytes(Buffer.from([0xe9, 0x20, 0xff]));
    expect(dumpJson(scratch.read(`A ${value}\n`))).toBe(`{"default": [["A", "${value}"]]}`);
  });

  it("sexp is the format of caches", () => {
    expect(dumpSexp(scratch.read('[d]\nq a "b" c\\d\nt a\tb\n  c\n[d2]\n'), { fullData: true })).toBe(
      '(("d"\n  ("q" "a \\"b\\" c\\\\d")\n  ("t" "a\\tb\\nc"))\n ("d2")\n ("have fulldata" . #t))\n',
    );
  });

  it("names the files on demand", () => {
    const config = scratch.read("[d]\nA 1\n");
    const file = `${scratch.dir}/test.config`;
    expect(dumpIni(config, { files: true })).toBe(`\n[d]\n# A=>${file}\nA 1\n`);
    expect(dumpJson(config, { files: true })).toBe(`{"d": [["A", "1", "${file}"]]}`);
    expect(dumpSexp(config, { files: true })).toBe(`(("d"\n  ("A" "1" "${file}")))\n`);
  });

  it("of nothing", () => {
    expect([dumpIni(new Config()), dumpJson(new Config()), dumpSexp(new Config())]).toEqual(["", "{}", "()\n"]);
  });
});

describe("reading a cache back", () => {
  it.each(["", "(", "7", '(("s" ("a")))', '(("s" ("a" 7)))', '((s ("a" "b")))', '("s")', '(("s")) x'])("refuses %j", (broken) => {
    expect(parseSexpDump(broken, "f")).toBeUndefined();
  });

  it("gives the same data", () => {
    const word = fc.string({ unit: fc.constantFrom("a", " ", '"', "\\", "\n", "\t", "\0", "(", "|", "ü", "\udcff"), minLength: 1, maxLength: 6 });
    const variables = fc.uniqueArray(fc.tuple(word, word), { selector: ([name]) => name, maxLength: 4 });
    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(word, variables), { selector: ([name]) => name, maxLength: 4 }), (sections) => {
        const config = new Config();
        for (const [section, values] of sections) {
          config.touch(section);
          for (const [name, value] of values) config.set(section, name, value, "f");
        }
        const again = parseSexpDump(dumpSexp(config, { fullData: true }), "f");
        expect(JSON.stringify(contents(again ?? new Config()))).toBe(JSON.stringify(contents(config)));
      }),
      { numRuns: 100 },
    );
  });
});

it("01-60: what is dumped as ini and read again is equal", () => {
  const blank = fc.constantFrom("", " ", "  ", "\t", " \t ");
  const word = fc.string({ unit: fc.constantFrom("a", "B", "[", "]", "#", "\\", "=", '"', "ü", "(", "/", "\xa0"), minLength: 0, maxLength: 5 });
  const line = fc.tuple(blank, word, blank, word, blank).map((parts) => parts.join(""));
  const header = word.map((name) => `[${name}]`);
  fc.assert(
    fc.property(fc.array(fc.oneof({ weight: 4, arbitrary: line }, header), { maxLength: 12 }), (lines) => {
      const config = scratch.read(lines.join("\n"), { system: "off" });
      const again = scratch.read(dumpIni(config), { system: "off" });
      expect(JSON.stringify(contents(again))).toBe(JSON.stringify(contents(config)));
    }),
    { numRuns: 200 },
  );
});
