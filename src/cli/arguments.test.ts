import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { makeLog } from "../base/index.js";
import { isGiven, parseArguments, reportLeftovers } from "./arguments.js";
import { allFlags } from "./flags.js";

const parse = (line: string) => parseArguments(line.split(" ").filter((word) => word !== ""));

function reported(line: string): string[] {
  const lines: string[] = [];
  reportLeftovers(
    parse(line),
    makeLog(
      (_level, text) => lines.push(text),
      () => true,
    ),
  );
  return lines;
}

describe("parseArguments", () => {
  it("05-5: a value is taken as it is, even when it looks like a flag", () => {
    const args = parse("-runname -target a/b");
    expect(args.values.get("-runname")).toBe("-target");
    expect(args.leftovers).toEqual(["a/b"]);
  });

  it.each(["-list-targets -runname", ":runname", "-show-config -section setup -var"])("05-6: a parameter as last word is an error: %s", (line) => {
    const last = line.split(" ").at(-1);
    expect(parse(line).errors).toEqual([`param given without argument ${last}`]);
  });

  it("has no --opt=value, no bundles, no abbreviations, no terminator", () => {
    const args = parse("-target=a/b -vq -runn -- -run");
    expect(args.leftovers).toEqual(["-target=a/b", "-vq", "-runn", "--"]);
    expect(isGiven(args, "-run")).toBe(true);
  });

  it.each([
    ["-runname a -runname b", "b"],
    [":runname a", "a"],
    ["-runname a :runname b", "a"],
    [":runname b -runname a", "a"],
    ["--runname a", "a"],
  ])("%s: the run name is %s", (line, name) => {
    expect(parse(line).values.get("-runname")).toBe(name);
  });

  it("tells -modepatt and --modepatt apart, and takes every other flag with two dashes", () => {
    const args = parse("-modepatt A --modepatt B --list-runs % --help --show-keys");
    expect(args.values.get("-modepatt")).toBe("A");
    expect(args.values.get("--modepatt")).toBe("B");
    expect(args.values.get("-list-runs")).toBe("%");
    expect([...args.switches]).toEqual(["-h", "-show-keys"]);
  });

  it("knows the colon forms of the in-test commands", () => {
    const args = parse("-set-values :category c :variable v :value 1 :expected 2 :tol 3 :units W :state s :status t");
    expect([...args.values]).toEqual([
      [":category", "c"],
      [":variable", "v"],
      [":value", "1"],
      [":expected", "2"],
      [":tol", "3"],
      [":units", "W"],
      ["-state", "s"],
      ["-status", "t"],
    ]);
  });

  it("does not know what 1.65 did not know either", () => {
    expect(parse("-keepgoing -remtarg -process-reap :first_err :KEY").leftovers).toHaveLength(5);
  });

  const word = fc.oneof(fc.constantFrom(...allFlags.flatMap((flag) => flag.names)), fc.string());
  it("loses no word: each is a flag, a value, a leftover or an error", () => {
    fc.assert(
      fc.property(fc.array(word), (words) => {
        const args = parseArguments(words);
        const parameters = words.length - args.leftovers.length;
        const kept = [...args.leftovers, ...args.values.values()];
        expect(parameters).toBeGreaterThanOrEqual(args.values.size * 2 + args.switches.size + args.errors.length);
        for (const text of kept) expect(words).toContain(text);
        expect(args.errors.length).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("is indifferent to the order of different flags", () => {
    const pairs = allFlags.map((flag) => (flag.value === undefined ? [flag.names[0]] : [flag.names[0], "x"]));
    fc.assert(
      fc.property(fc.shuffledSubarray(pairs), (chosen) => {
        const forward = parseArguments(chosen.flat());
        const backward = parseArguments([...chosen].reverse().flat());
        expect(new Map([...backward.values])).toEqual(new Map([...forward.values]));
        expect(new Set(backward.switches)).toEqual(new Set(forward.switches));
        expect(forward.leftovers).toEqual([]);
      }),
    );
  });
});

describe("the table of flags", () => {
  it("gives each spelling to one flag", () => {
    const names = allFlags.flatMap((flag) => flag.names);
    expect(new Set(names).size).toBe(names.length);
  });

  it("has the options of spec 05 § 5 that a command line may hold", () => {
    const words =
      "-target -reqtarg -runname :runname -testpatt -itempatt -runtests -modepatt --modepatt -tagexpr -state :state -status :status -config -append-config -start-dir -no-cache -m -o -dumpmode -section -var -fields -sort -since -contour -prepend-contour -prefix-target -area-tag -setvars -override-timeout -use-db-cache -local -daemonize -port -run-id -debug -v -q -log -logging -run -runall -rerun -rerun-clean -rerun-all -preclean -force -one-pass -run-wait -clean-cache -remove-runs -keep-records -set-state-status -set-run-status -get-run-status -lock -unlock -archive -remove-keep -age -actions -precmd -mark-incompletes -rollup -rename-run -to -days -xterm -execute -recover-test -step -test-status -setlog -set-toplog -summarize-items -set-values -load-test-data -runstep -logpro -env2file -show-cmdinfo -list-runs -list-db-targets -list-targets -list-disks -show-keys -showkeys -show-config -show-runconfig -test-files -test-paths -testdata-csv -list-run-time -run-patt -target-patt -list-test-time -list-servers -extract-ods -pathmod -generate-html -generate-html-structure -diff-rep -src-target -src-runname -diff-html -diff-email -server -transport -kill-servers -ping -rebuild-db -cleanup-db -import-megatest.db -sync-to-megatest.db -sync-to -cache-db -source-db -target-db -update-meta -create-megatest-area -create-test -refdb2dat -envcap -envdelta -manual -version -h -help --help -gui -repl -load -convert-to-norm -convert-to-old -pgsync";
    for (const word of words.split(" ")) expect({ word, leftovers: parseArguments([word]).leftovers }).toEqual({ word, leftovers: [] });
  });
});

describe("reportLeftovers", () => {
  it("05-4: names the words that were not understood", () => {
    expect(reported("foo -list-targets")).toEqual(["ERROR: Unrecognised arguments: foo"]);
  });

  it("suggests the flag that was meant", () => {
    expect(reported("-list-target -list-targets=x zzz")).toEqual([
      "ERROR: Unrecognised arguments: -list-target -list-targets=x zzz",
      "  -list-target: did you mean -list-targets?",
      "  -list-targets=x: did you mean -list-targets?",
    ]);
  });

  it.each(["-runstep s sh x", "-envcap a my.db", "-envdelta a-b my.db"])("leaves the words of %s alone", (line) => {
    expect(reported(line)).toEqual([]);
  });
});
