import { groupBy } from "../../../base/index.js";
import { databaseTestPattern, fullName, TestPattern } from "../../../model/index.js";
import type { PlanObject } from "../../../view/index.js";
import { Refused } from "../../refused.js";

/** Spec 06 § 32.3; the system takes no longer word than 128 KiB. */
const maximumBytes = 100_000;

type ChosenTest = NonNullable<PlanObject["tests"]>[number];

/**
 * Test patterns that together mean just these tests, each for one command. One with an empty item path stands for its items too.
 *
 * @throws Refused `bad-request` when a name cannot be expressed, `too-large`
 * @see spec 06 § 32.3
 */
export function patternsOf(tests: readonly ChosenTest[]): string[] {
  if (tests.length === 0) throw new Refused("bad-request", "no test is chosen");
  const patterns: string[] = [];
  let last = "";
  for (const [name, ofTest] of groupBy(tests, ({ n }) => n)) {
    const pattern = [...new Set(ofTest.map(patternOf))].join(",");
    if (bytes(pattern) > maximumBytes) throw new Refused("too-large", `too many items of ${name} are chosen: choose the whole test`);
    const joined = last === "" ? pattern : `${last},${pattern}`;
    if (bytes(joined) <= maximumBytes) last = joined;
    else {
      patterns.push(last);
      last = pattern;
    }
  }
  return [...patterns, last];
}

const bytes = (text: string) => Buffer.byteLength(text);

function patternOf({ n, i }: ChosenTest): string {
  const name = fullName({ testname: n, item_path: i });
  const sign = /[,%*~]/.exec(name)?.[0];
  if (sign !== undefined)
    throw new Refused("bad-request", `${name} cannot be named on a command line: its name holds a ${sign}, which test patterns use`);
  const pattern = `${n}/${i === "" ? "%" : i}`;
  if (databaseTestPattern(pattern)(n, i) && new TestPattern(pattern).matches(n, i)) return pattern;
  throw new Refused("bad-request", `${name} cannot be named on a command line: as a test pattern its name means something else`);
}

/**
 * That a target or a run name means itself where commands take patterns, or lists of them.
 *
 * @throws Refused `bad-request`
 */
export function literal(name: string): string {
  const sign = /[,%*?[]/.exec(name)?.[0];
  if (sign === undefined) return name;
  throw new Refused(
    "bad-request",
    `${name} cannot be named on a command line: it holds a ${sign}, which patterns use, so that other runs could be meant`,
  );
}
