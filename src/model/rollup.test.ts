import { describe, expect, it } from "vitest";
import { rollUp } from "./rollup.js";
import type { Verdict } from "./states.js";

function verdictOf(text: string): Verdict {
  const slash = text.indexOf("/");
  return { state: text.slice(0, slash), status: text.slice(slash + 1) };
}

describe("02-59, 03-55: the roll-up of items", () => {
  it.each([
    ["COMPLETED/PASS COMPLETED/PASS", "COMPLETED/PASS"],
    ["COMPLETED/PASS COMPLETED/WARN COMPLETED/FAIL", "COMPLETED/FAIL"],
    ["COMPLETED/PASS COMPLETED/WARN RUNNING/n/a", "RUNNING/WARN"],
    ["COMPLETED/SKIP COMPLETED/PASS", "COMPLETED/SKIP"],
    ["COMPLETED/WAIVED COMPLETED/CHECK", "COMPLETED/CHECK"],
    ["COMPLETED/ABORT COMPLETED/FAIL", "COMPLETED/ABORT"],
    ["COMPLETED/PASS COMPLETED/DEAD", "COMPLETED/DEAD"],
    ["COMPLETED/FAIL RUNNING/n/a", "RUNNING/FAIL"],
    ["COMPLETED/PASS LAUNCHED/n/a", "RUNNING/PASS"],
    ["COMPLETED/PASS REMOTEHOSTSTART/n/a", "RUNNING/PASS"],
    ["COMPLETED/PASS NOT_STARTED/n/a", "NOT_STARTED/STARTED"],
    ["NOT_STARTED/n/a NOT_STARTED/n/a", "NOT_STARTED/STARTED"],
    ["COMPLETED/PASS COMPLETED/PREQ_FAIL", "NOT_STARTED/PREQ_FAIL"],
    ["RUNNING/n/a COMPLETED/PREQ_FAIL", "RUNNING/PREQ_FAIL"],
    ["COMPLETED/FAIL COMPLETED/PREQ_DISCARDED", "COMPLETED/PREQ_DISCARDED"],
    ["COMPLETED/PASS NOT_STARTED/TEN_STRIKES", "COMPLETED/STARTED"],
    ["COMPLETED/PASS KILLED/KILLED", "KILLED/KILLED"],
    ["COMPLETED/PASS INCOMPLETE/KILLED", "INCOMPLETE/KILLED"],
    ["COMPLETED/PASS KILLREQ/n/a", "KILLREQ/PASS"],
    ["ARCHIVED/PASS COMPLETED/FAIL", "ARCHIVED/FAIL"],
    ["COMPLETED/PASS DELETED/n/a", "COMPLETED/PASS"],
  ])("%s: %s", (items, expected) => {
    const verdicts = items.split(" ").map(verdictOf);
    expect(rollUp(verdicts)).toEqual(verdictOf(expected));
    expect(rollUp(verdicts.toReversed())).toEqual(verdictOf(expected));
  });

  it("worse results win, in the order of the statuses", () => {
    const order = "n/a PASS SKIP WARN WAIVED CHECK STUCK/DEAD DEAD FAIL KILLED PREQ_DISCARDED ABORT".split(" ");
    for (const [index, better] of order.entries()) {
      for (const worse of order.slice(index)) {
        expect(rollUp([verdictOf(`COMPLETED/${worse}`), verdictOf(`COMPLETED/${better}`)]).status, `${worse}, ${better}`).toBe(worse);
      }
    }
  });

  it("needs an item", () => {
    expect(() => rollUp([])).toThrow(RangeError);
  });
});
