import { existsSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Scratch } from "../../tests/kit/config-scratch.js";

let scratch: Scratch;
beforeEach(() => {
  scratch = new Scratch();
  Object.assign(scratch.env, { GREETING: "hello", EMPTY: "", HOME: "/home/somebody", E: "v" });
});
afterEach(() => scratch.remove());

/** The value of a line `V …` at the end of section `s`. */
const value = (text: string, options = {}) => scratch.read(`[h]\na1 one\n[s]\nv 9\nX 1 2\nV ${text}\nlater x\n`, options).lookup("s", "V");

describe("values of helpers", () => {
  it.each([
    ["01-20: #{getenv UNSET}", "#f"],
    ["#{getenv constructor}", "#f"],
    ["<#{getenv GREETING}>", "<hello>"],
    ["<#{gv GREETING }>", "<hello>"],
    ["<#{getenv EMPTY}>", "<>"],
    ["#{get h a1} #{g h   a1  more words}", "one one"],
    ["01-19: #{get s #{getenv E}}", "9"],
    ["01-21: #{get s later}", "#f"],
    ["#{get nosuch a1}", "#f"],
    ["01-28: #{nosuch x} #{getenv} #getenv X #{} #{ }", "#{nosuch x} #{getenv} #getenv X #{} #{ }"],
    [`01-28: #{shell echo \${HOME}}`, `#{shell echo \${HOME}}`],
    ["#{GETENV GREETING}", "#{GETENV GREETING}"],
    ["#{get h #{nosuch x}} #{get h a1}", "#{get h #{nosuch x}} one"],
    ["#{get h a1} # #{get h a1}", "one # one"],
    ["#{rp sub/../other//x}", "@/other/x"],
    ["#{realpath /a/./b/../c/}", "/a/c/"],
    ["#{rp .}", "@"],
    ["#{rp ~/x}", "/home/somebody/x"],
    ["#{rp ~no-such-user/x}", "@/~no-such-user/x"],
    ["01-29: #{mtrah sub}", "@/sub"],
    ["01-29: #{mtrah}", "@"],
    ["#{mtrah }", "@"],
    ["#{mtrah /abs}", "@//abs"],
  ])("%s is %s", (text, expected) => {
    const [, source = ""] = /^(?:01-\d+: )?(.*)$/.exec(text) ?? [];
    expect(value(source)).toBe(expected.replace("@", scratch.dir));
  });

  it("mtrah falls back to the environment before the area is known", () => {
    const withoutToppath = (text: string) => value(text, { toppath: undefined });
    expect(withoutToppath("#{mtrah x}")).toBe("#f");
    scratch.env["MT_RUN_AREA_HOME"] = "/w";
    expect(withoutToppath("#{mtrah x}")).toBe("/w/x");
  });

  it("get wants two words", () => {
    expect(value("<#{get h}>")).toBe("<#f>");
    expect(scratch.logged).toEqual(["ERROR: #{get h} needs a section and a variable\n   test.config:6"]);
  });

  it("passes text that is not ASCII through environments and commands", () => {
    scratch.env["E"] = "é";
    expect(value("#{getenv E} #{sh echo $E ü \\xc3\\xa9}")).toBe("é é ü é");
  });
});

describe("shell helpers", () => {
  it.each([
    ["01-22: #{shell printf 'a\\nb\\n'}", "a b"],
    ["#{shell printf 'a\\n\\nb\\n\\n'}", "a  b "],
    ["<#{shell true}>", "<>"],
    ['01-23: #{sh echo \\"x  y\\"}', "x  y"],
    ['#{sh echo "x  y"}', "x  y"],
    ["#{sh printf '%s' 'a\\\\b'}", "a\\b"],
    ["#{sh echo '\\x41\\x42\\q\\.'}", "ABq."],
    ["#{sh echo 'one\\ntwo'}", "one two"],
    ["01-24: #{system exit 3}", "768"],
    ["#{system test 1 = 2} #{system true}", "256 0"],
    ["#{shell echo $((6*7))}", "42"],
    ["#{shell echo $GREETING; pwd}", "hello @"],
    ["<#{shell echo $v}>", "<>"],
    ["#{shell printf '%s' '#'}{get h a1}", "one"],
    ["#{shell rm mark && echo a} #{shell test -e mark && echo b} #{shell touch mark && echo c}", "a b c"],
  ])("%s is %s", (text, expected) => {
    const [, source = ""] = /^(?:01-\d+: )?(.*)$/.exec(text) ?? [];
    expect(value(source)).toBe(expected.replace("@", scratch.dir));
  });

  it("01-22: a failing command gives nothing and an error that names its place", () => {
    expect(value("<#{shell echo out; exit 4}>")).toBe("<>");
    expect(scratch.logged).toEqual(["ERROR: echo out; exit 4 returned bad exit code 4", "   test.config:6"]);
  });

  it("01-27: nothing runs in a comment", () => {
    scratch.read("# #{sh touch f}\n  # #{sh touch f}\n");
    expect(existsSync(`${scratch.dir}/f`)).toBe(false);
  });

  it("nothing runs where commands are not permitted", () => {
    expect(value("#{shell touch f} #{getenv GREETING}", { system: "off" })).toBe("#{(shell) touch f} hello");
    expect(existsSync(`${scratch.dir}/f`)).toBe(false);
  });

  it("a command that cannot be started leaves its text", () => {
    expect(value("<#{shell true}>", { cwd: `${scratch.dir}/none` })).toBe("<#{( shell) true}>");
    expect(scratch.logged[0]).toBe('WARNING: failed to process config input "V <#{shell true}>"');
  });
});

describe("where helpers work", () => {
  it("in headers, keys, include names, settings and continued lines", () => {
    scratch.write("v.config", "inc #{get hello/s k1}\n");
    const config = scratch.read(
      "[#{getenv GREETING}/s]\nk#{shell echo 1} w\n#{sh echo whole line}\n[include #{getenv E}.config]\nm p\n  #{gv GREETING}\n#{shell echo '[made]'}\nx y\n",
    );
    expect(config.variables("hello/s").map(({ name, value }) => `${name}=${value}`)).toEqual(["k1=w", "whole=line", "inc=w", "m=p\nhello"]);
    expect(config.lookup("made", "x")).toBe("y");
  });

  it("an unset variable at the beginning makes the line a comment", () => {
    expect(scratch.read("#{getenv UNSET} v\n").sectionNames()).toEqual([]);
  });

  it("a line that gets a line end inside is reported", () => {
    scratch.env["NL"] = "a\nb";
    expect(scratch.read("V #{getenv NL}\n").sectionNames()).toEqual([]);
    expect(scratch.logged).toEqual(['ERROR: problem parsing test.config:1,\n   "V a\nb"']);
  });

  it("a result that makes itself again ends", () => {
    scratch.env["LOOP"] = "#{getenv LOOP}";
    expect(value("#{getenv LOOP}")).toBe("#{getenv LOOP}");
    expect(scratch.logged.join()).toContain("more than 1000 helpers");
  });
});

describe("rget", () => {
  const text = "[default]\nA d-a\nB d-b\n[x/1]\nA one\nR #{rget A} #{runconfigs-get B} #{rget NOSUCH} #{rget LATER}\nLATER z\n";

  it.each([
    ["the target", { target: "x/1" }, "one d-b #f #f"],
    ["another target", { target: "x/2" }, "d-a d-b #f #f"],
    ["no target", {}, "d-a d-b #f #f"],
  ])("reads the section of %s, then default", (_, options, expected) => {
    expect(scratch.read(text, options).lookup("x/1", "R")).toBe(expected);
  });

  it("takes the target from MT_TARGET and falls back to the runconfigs", () => {
    scratch.env["MT_TARGET"] = "x/1";
    const runconfigs = scratch.read(text);
    expect(scratch.read("B here\nR #{rget A} #{rget B}\n", { runconfigs }).lookup("default", "R")).toBe("one here");
  });
});
