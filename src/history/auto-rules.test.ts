import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Scratch } from "../../tests/kit/config-scratch.js";
import { autoRules, hasAutoRules } from "./auto-rules.js";

let scratch: Scratch;
beforeEach(() => {
  scratch = new Scratch();
});
afterEach(() => scratch.remove());

const keys = ["SYS", "RELEASE"];
const read = (text: string) => autoRules(scratch.read(text), keys);
const day = 86_400;

describe("04 § 24.4: rules by which runs move", () => {
  it("each line in its order, then the settings; what is missing is all runs, 30 days old", () => {
    const { rules, mistakes } = read(`[setup]
auto-reduce 2h
auto-migrate /old
[automigrate]
attic target=%/nightly; runname=ww%,tmp ; age=14d
cellar
[autoreduce]
target=x/%,y/%; age=1d
`);
    const all = { targets: [["%", "%"]], runnames: ["%"] };
    expect(mistakes).toEqual([]);
    expect(rules).toEqual([
      { op: "move", dest: "attic", targets: [["%", "nightly"]], runnames: ["ww%", "tmp"], age: { text: "14d", seconds: 14 * day }, place: place(5) },
      { op: "move", dest: "cellar", ...all, age: { text: "30d", seconds: 30 * day }, place: place(6) },
      { op: "move", dest: "/old", ...all, age: { text: "30d", seconds: 30 * day }, place: place(3) },
      {
        op: "reduce",
        dest: "",
        targets: [
          ["x", "%"],
          ["y", "%"],
        ],
        runnames: ["%"],
        age: { text: "1d", seconds: day },
        place: place(8),
      },
      { op: "reduce", dest: "", ...all, age: { text: "2h", seconds: 7200 }, place: place(2) },
    ]);
  });

  it("an area may have several lines", () => {
    const { rules } = read(
      "[automigrate]\nattic target=%/nightly\ncellar\nattic target=%/weekly\n[autoreduce]\ntarget=a/b; age=1d\ntarget=a/b; age=2d\n",
    );
    expect(rules.map(({ dest, targets, age }) => `${dest} ${targets.join()} ${age.text}`)).toEqual([
      "attic %,nightly 30d",
      "cellar %,% 30d",
      "attic %,weekly 30d",
      " a,b 1d",
      " a,b 2d",
    ]);
  });

  it.each([
    ["attic target=%/%; colour=red", "colour=red: must be target=…, runname=… or age=…, with ; between them"],
    ["attic runname", "runname: must be target=…, runname=… or age=…, with ; between them"],
    ["attic age=soon", "age=soon is no time such as 7d,12h (units s m h d w M y)"],
    ["attic target=%", "target=%: must have a pattern for each of SYS/RELEASE"],
    ["attic target=%/%,a//b", "target=%/%,a//b: must have a pattern for each of SYS/RELEASE"],
    ["attic runname= ", "runname= must have a pattern"],
  ])("%s is a mistake with its place, and the others hold", (line, mistake) => {
    const { rules, mistakes } = read(`[automigrate]\n${line}\ncellar\n`);
    expect(mistakes).toEqual([`${place(2)}: ${mistake}; this rule is ignored`]);
    expect(rules.map(({ dest }) => dest)).toEqual(["cellar"]);
  });

  it("a mistake in [setup] has its place too", () => {
    expect(read("[setup]\nauto-reduce soon\n").mistakes).toEqual([expect.stringContaining(`${place(2)}: age=soon is no time`)]);
  });

  it("no line, no rules", () => {
    expect(hasAutoRules(scratch.read("[setup]\nauto-migrate\n[automigrate]\n"))).toBe(false);
    expect(hasAutoRules(scratch.read("[autoreduce]\nage=x\n"))).toBe(true);
  });

  it("any text is a rule or a mistake, never a crash; what is well formed is a rule", () => {
    const word = fc.stringMatching(/^[a-z0-9_%.]{1,8}$/);
    const formed = fc.record({ a: word, b: word, runname: word, days: fc.integer({ min: 0, max: 5000 }) });
    fc.assert(
      fc.property(formed, fc.string(), ({ a, b, runname, days }, noise) => {
        const good = read(`[automigrate]\nattic age=${days}d ;target=${a}/${b};; runname = ${runname}\n`);
        expect(good.rules).toEqual([
          { op: "move", dest: "attic", targets: [[a, b]], runnames: [runname], age: { text: `${days}d`, seconds: days * day }, place: place(2) },
        ]);
        const any = read(`[autoreduce]\nx${noise.replaceAll(/[\r\n\\#[]/g, "")}\n`);
        expect(any.rules.length + any.mistakes.length).toBe(1);
      }),
      { numRuns: 50 },
    );
  });
});

const place = (line: number) => `${scratch.dir}/test.config:${line}`;
