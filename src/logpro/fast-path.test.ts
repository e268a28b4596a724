import fc from "fast-check";
import { expect, it } from "vitest";
import { testEffects } from "../../tests/kit/logpro-run.js";
import { Pattern, SchemeError } from "../scheme/index.js";
import { compileRules } from "./compile.js";
import { everyLine, filterFor, type LineFilter } from "./line-filter.js";
import type { RuleSet } from "./rules.js";
import { Scan } from "./scan.js";

const piece = fc.constantFrom(
  ...["a", "b", "bad", "é", "É", "\\w+", "\\W", "\\s", "[^a]", "[é€a]", "[a-c]", "(?i)B", ".", ".*", "a|b", "(a|b|)c?", "x{2}", "b{2,7}", "(ab)*"],
  ...["^", "$", "\\b", "\\<", "(?=a)", "(?!b)", "(?<=a)", "(.)\\1", "\\d", "\\xe9", "[[:punct:]]", "\xff", "\\.", "k", "a+?", "$^", "^$"],
);
const source = fc.array(piece, { minLength: 1, maxLength: 4 }).map((pieces) => Buffer.from(pieces.join(""), "utf8").toString("latin1"));
const pattern = fc
  .tuple(source, fc.constantFrom("", "i"))
  .map(([text, flags]) => new Pattern(text, flags))
  .filter(isUsable);
const text = fc
  .array(
    fc.constantFrom(
      "a",
      "b",
      "B",
      "bad",
      "c",
      "x",
      "xx",
      "1",
      " ",
      ".",
      "\n",
      "\n",
      "\r",
      "\r\n",
      "\xc3\xa9",
      "\xc3\x89",
      "\xe2\x82\xac",
      "\xff",
      "\xc3",
      "\xa9",
      "k",
      "\xe2\x84\xaa",
      "\0",
    ),
    {
      maxLength: 60,
    },
  )
  .map((parts) => parts.join(""));

function isUsable(candidate: Pattern): boolean {
  try {
    candidate.check();
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(SchemeError);
    return false;
  }
}

it("the filter passes over no line that a pattern matches", () => {
  fc.assert(
    fc.property(fc.array(pattern, { minLength: 1, maxLength: 5 }), text, (patterns, log) => {
      const lines = log.split(/\r\n|\r|\n/);
      const block = Buffer.from(lines.map((line) => `${line}\n`).join(""), "latin1");
      const found = new Set(linesFound(filterFor(patterns), block));
      expect(matching(patterns, lines).filter((number) => !found.has(number))).toEqual([]);
    }),
    { numRuns: 1000 },
  );
});

function matching(patterns: readonly Pattern[], lines: readonly string[]): number[] {
  return [...lines.keys()].filter((number) => patterns.some((each) => each.search(lines[number] ?? "") !== undefined));
}

function linesFound(filter: LineFilter, block: Buffer): number[] {
  const found: number[] = [];
  for (let hit = filter.find(block, 0); hit >= 0; hit = filter.find(block, block.indexOf(10, hit) + 1)) {
    found.push(block.subarray(0, hit).toString("latin1").split("\n").length - 1);
  }
  return found;
}

const literal = pattern.map((each) => `(regexp ${JSON.stringify(each.source)} ${each.flags === "i" ? "#t" : "#f"})`);
const form = fc.oneof(
  fc
    .tuple(
      fc.constantFrom("error", "ignore", "required"),
      fc.constantFrom("in", "not-in"),
      fc.constantFrom("LogFileBody", "S", "T"),
      fc.array(literal, { minLength: 1, maxLength: 2 }),
    )
    .map(([kind, where, section, patterns]) => `(expect:${kind} ${where} "${section}" > 1 "n" (list ${patterns.join(" ")}))`),
  fc
    .tuple(fc.constantFrom("On", "Off", "LogFileBodyEnd"), fc.integer({ min: 0, max: 3 }), literal)
    .map(([name, limit, each]) => `(trigger-with-limit "${name}" ${limit} ${each})`),
);
const sections = '(section "S" "On" "Off") (section "T" "Off" "On" mode: \'discard)';

it("a scan gives the same whether it looks at every line or not, and however the log is cut", () => {
  fc.assert(
    fc.property(fc.array(form, { maxLength: 6 }), text, fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), (forms, log, cuts) => {
      const rules = compiled(sections + forms.join(" "));
      expect(scanned(rules, log, filterFor, cuts)).toEqual(scanned(rules, log, () => everyLine, [log.length + 1]));
    }),
    { numRuns: 150 },
  );
});

function compiled(rules: string): RuleSet {
  const compilation = compileRules(
    [{ name: "rules", text: rules }],
    testEffects(() => {}),
  );
  if (compilation.kind !== "rules") throw new Error(JSON.stringify(compilation));
  return compilation.rules;
}

function scanned(rules: RuleSet, log: string, makeFilter: (patterns: readonly Pattern[]) => LineFilter, cuts: readonly number[]) {
  const written = { log: "", page: "" };
  const outputs = {
    log: (part: Buffer | string) => {
      written.log += part.toString("latin1");
    },
    page: (part: Buffer | string) => {
      written.page += part.toString("latin1");
    },
    runHook: () => "",
  };
  const scan = new Scan(rules, outputs, makeFilter);
  const bytes = Buffer.from(log, "latin1");
  for (let done = 0, turn = 0; done < bytes.length; turn++) {
    const length = cuts[turn % cuts.length] ?? 1;
    scan.push(bytes.subarray(done, done + length));
    done += length;
  }
  scan.end();
  return { ...written, counts: scan.tallies.map(({ count }) => count), hits: [...scan.hits.values()] };
}
