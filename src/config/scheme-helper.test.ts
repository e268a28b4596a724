import { existsSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Scratch } from "../../tests/kit/config-scratch.js";

let scratch: Scratch;
beforeEach(() => {
  scratch = new Scratch();
});
afterEach(() => scratch.remove());

const value = (code: string) => scratch.read(`[s]\nA one\nV <#{scheme ${code}}>\n`).lookup("s", "V");

describe("#{scheme …}", () => {
  it.each([
    ["01-25: (+ 1 2)", "3"],
    ['"text"', "text"],
    ['\'(1 "b" (c d))', "(1 b (c d))"],
    ["#f", "#f"],
    ["(define x 2) (* x 3)", "6"],
    ['(config-lookup ht "s" "A")', "one"],
    ['(configf:lookup ht "s" "none")', "#f"],
    ['(runconfigs-get ht "D")', "default-d"],
    ['(or (getenv "UNSET") "é")', "é"],
    ['(getenv "LETTER")', "ü"],
    ["*toppath*", "@"],
    ["(current-directory)", "@"],
    ['(create-directory "a/b" #t)', "a/b"],
    ['(shell "echo a; echo b")', "a b"],
    ['(env:min-path "/a:/b" "/b:/c")', "/a:/b:/c"],
    ['(glob "f*.x")', "(f 1.x f2.x)"],
    ['(file-exists? "nosuch")', "#f"],
    ['(args:get-arg "-no-such-option")', "#f"],
  ])("%s", (text, expected) => {
    scratch.env["LETTER"] = "ü";
    for (const name of ["f 1.x", "f2.x", "g.x"]) scratch.write(name, "");
    const runconfigs = scratch.read("D default-d\n");
    const [, code = ""] = /^(?:01-\d+: )?(.*)$/.exec(text) ?? [];
    expect(scratch.read(`[s]\nA one\nV #{scheme ${code}}\n`, { runconfigs }).lookup("s", "V")).toBe(expected.replace("@", scratch.dir));
  });

  it("01-25: a failure is reported, its text stays, the file is read on", () => {
    expect(value("(nosuch)")).toBe("<#{( scheme) (nosuch)}>");
    expect(scratch.logged[0]).toBe('WARNING: failed to process config input "V <#{scheme (nosuch)}>"');
    expect(scratch.logged[1]).toMatch(/^ message: .*nosuch.* \(test\.config:3\)$/);
  });

  it("01-26: a statement changes the environment and makes no variable", () => {
    scratch.env["Q"] = "1";
    const config = scratch.read('#{scheme (unsetenv "Q")}\n#{scm (setenv "R" "2")}\nR #{getenv R}#{getenv Q}\n');
    expect(config.variables("default").map(({ name, value }) => `${name}=${value}`)).toEqual(["R=2#f"]);
    expect(scratch.env).not.toHaveProperty("Q");
    expect(existsSync(`${scratch.dir}/Q`)).toBe(false);
  });

  it("can make a whole line", () => {
    expect(scratch.read('#{scheme "KEY value"}\n').lookup("default", "KEY")).toBe("value");
  });

  it("shares *user-hash-data* and globals between files", () => {
    expect(value('(begin (hash-table-set! *user-hash-data* "k" "kept") (set! config-test-global 7) "")')).toBe("<>");
    expect(value('(conc (hash-table-ref *user-hash-data* "k") config-test-global)')).toBe("<kept7>");
  });

  it("works where commands are off", () => {
    expect(scratch.read("V #{scheme (+ 1 2)}\n", { system: "off" }).lookup("default", "V")).toBe("3");
  });
});
