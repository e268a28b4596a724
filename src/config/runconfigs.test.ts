import { existsSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { contents, Scratch } from "../../tests/kit/config-scratch.js";
import { Failure } from "../base/index.js";
import { listTargets, lookupRunconfig, readRunconfigs, requireTarget } from "./runconfigs.js";

let scratch: Scratch;
beforeEach(() => {
  scratch = new Scratch();
});
afterEach(() => scratch.remove());

const options = () => ({ log: scratch.log, env: scratch.env, cwd: scratch.dir, toppath: scratch.dir });
const readFor = (target: string | undefined, text: string) =>
  readRunconfigs(scratch.write("runconfigs.config", text), { ...options(), target: target?.split("/") });
/** `NAME=VALUE` of a section, in order. */
const section = (target: string, text: string) =>
  readFor(target, text)
    .variables(target)
    .map(({ name, value }) => `${name}=${value}`)
    .join(" ");

const corners = ["[default]\nCORNER typ\n", "[fpga/%]\nCORNER slow\nSEED 1\n", "[fpga/rel2]\nSEED 7\n", "[/.*/rel2/]\nNOTE rel2 only\n"];

describe("variables in force for a target", () => {
  it("the last in the file wins, however special the section", () => {
    expect(section("fpga/rel2", corners.join(""))).toBe("CORNER=slow SEED=7 NOTE=rel2 only");
    const [defaults, pattern, exact, regex] = corners;
    expect(section("fpga/rel2", `${defaults}${exact}${pattern}${regex}`)).toBe("CORNER=slow SEED=1 NOTE=rel2 only");
  });

  it.each([
    ["01-34", "[a/b]\nV exact\n[a/%]\nV pattern\n", "V=pattern"],
    ["01-34", "[a/%]\nV pattern\n[a/b]\nV exact\n", "V=exact"],
    ["01-35", "[%/b]\nV 1\n", "V=1"],
    ["01-36", "[%/%]\nV 1\n[/b/]\nW 1\n", "V=1"],
    ["order of effect", "[a/b]\nV t\nW t\n[a/%]\nV p\nX p\n[a/b]\nW again\nZ [system echo $V]\n[a/%]\nU q\nV q\n", "X=p W=again Z=p U=q V=q"],
    ["two wildcards", "[%/%]\nB both\n[a%/%b]\nC parts\n", "B=both C=parts"],
    ["nothing but the section itself", "[c/d]\nV 1\n", ""],
  ])("%s: %j", (_, text, expected) => {
    expect(section("a/b", text)).toBe(expected);
  });

  it("keeps default and the target, in the order of the file", () => {
    const text = "[default]\nA default-a\nB default-b\n[x/%]\nB wild-b\nC wild-c\n[x/1]\nC exact-c\nD #{get default A}\n[y/1]\nE other\n";
    expect(contents(readFor("x/1", text))).toEqual({
      default: [
        ["A", "default-a"],
        ["B", "default-b"],
      ],
      "x/1": [
        ["B", "wild-b"],
        ["C", "exact-c"],
        ["D", "default-a"],
      ],
    });
    expect(Object.keys(contents(readFor("x/1", text)))).toEqual(["default", "x/1"]);
    expect(Object.keys(contents(readFor("z/9", text)))).toEqual(["default", "z/9"]);
    expect(Object.keys(contents(readFor(undefined, text)))).toEqual(["default", "x/1", "y/1"]);
  });

  it("an include does not take other targets' sections away too early", () => {
    scratch.write("more.config", "M 1\n");
    expect(section("a/b", "[c/d]\nV other\n[default]\n[include more.config]\n[a/b]\nW #{get c/d V}\n")).toBe("W=other");
  });

  it("01-38: a look-up falls back to default", () => {
    const config = readFor("a/b", "[default]\nV d\nW d\n[a/b]\nV t\n");
    expect(["V", "W", "X"].map((name) => lookupRunconfig(config, "a/b", name))).toEqual(["t", "d", undefined]);
    expect(lookupRunconfig(config, "x/y", "V")).toBe("d");
  });

  it("01-46: values are raw", () => {
    expect(section("a/b", "[a/b]\nV $HOME\n")).toBe("V=$HOME");
  });
});

describe("names of targets", () => {
  const text = "[x/2]\nA [system touch f]\n[x/10]\n[b/1]\nB #{sh touch f}\n[X/1]\n[default]\n[x/%]\nE 1\n[/.*/1/]\nE 1\n[a b/c d]\n";

  it("01-37: are sections that are no patterns, by code point; nothing runs", () => {
    const file = scratch.write("runconfigs.config", text);
    expect(listTargets(file, options())).toEqual(["X/1", "a b/c d", "b/1", "default", "x/10", "x/2"]);
    expect(existsSync(`${scratch.dir}/f`)).toBe(false);
  });

  it("01-39: -reqtarg must be one of them", () => {
    const file = scratch.write("runconfigs.config", text);
    requireTarget("x/2", file, options());
    expect(() => requireTarget("x/9", file, options())).toThrow(new Failure("unknown-target", `[x/9] not found in ${file}`));
  });
});
