import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { everything, type Filter, formatFilter, parseFilter, runMatcher, testMatcher, verdictMatcher } from "./filter.js";
import { filterCommand } from "./filter-command.js";
import { durationMatcher, parseQuery, textMatcher } from "./query-terms.js";

const verdict = (text: string) => ({ state: text.split("/")[0] ?? "", status: text.slice(text.indexOf("/") + 1) });

describe("06 § 18.2: filter", () => {
  it("06-3: comes back from an address as it was", () => {
    const name = fc.string({ minLength: 1 }).filter((text) => !text.includes(","));
    const filter = fc.record<Filter>({
      target: fc.string(),
      run: fc.string(),
      test: fc.string(),
      state: fc.array(name),
      status: fc.array(name),
      mode: fc.constantFrom("hide", "show"),
      tag: fc.string(),
      since: fc.constantFrom("", "7d", "1700000000"),
      until: fc.constantFrom("", "12h", "1700000000"),
      q: fc.string(),
    });
    fc.assert(
      fc.property(filter, (given) => {
        expect(parseFilter(formatFilter(given))).toEqual({ filter: given, notices: [] });
      }),
    );
  });

  it("leaves out what has its default, and ignores other parameters", () => {
    expect(formatFilter(everything)).toEqual({});
    expect(parseFilter({ sort: "-testname", cols: "3" })).toEqual({ filter: everything, notices: [] });
  });

  it("falls back to the default with a notice", () => {
    const { filter, notices } = parseFilter({ since: "soon", mode: "both", run: "n%" });
    expect(filter).toEqual({ ...everything, run: "n%" });
    expect(notices).toEqual(["mode=both is neither hide nor show", "since=soon is no time: give epoch seconds, or how long ago, such as 7d"]);
  });

  it.each([
    ["target", "x/1", true],
    ["target", "x", true],
    ["target", "y/%,x/%", true],
    ["target", "%/2", false],
    ["run", "nightly%", true],
    ["run", "a,night*-1", true],
    ["run", "nightly", false],
    ["since", "1700000000", true],
    ["since", "1d", false],
    ["since", "3d", true],
    ["until", "1d", true],
    ["until", "1700000000", false],
  ])("%s=%s lets the run through: %s", (name, value, expected) => {
    const run = { target: ["x", "1"], runname: "nightly-1", event_time: 1_700_100_000 };
    expect(runMatcher({ ...everything, [name]: value }, 1_700_100_000 + 2 * 86_400)(run)).toBe(expected);
  });

  it("06-12: tests by the pattern of database queries", () => {
    expect(testMatcher({ ...everything, test: "~slow%" })("slower", "")).toBe(false);
    expect(testMatcher(everything)("slower", "")).toBe(true);
  });
});

describe("06-11: boxes for states and statuses, spec 06 § 6.4", () => {
  const shown = (given: Partial<Filter>) =>
    ["COMPLETED/PASS", "COMPLETED/FAIL", "RUNNING/FAIL", "NOT_STARTED/n/a"].filter((text) =>
      verdictMatcher({ ...everything, ...given })(verdict(text)),
    );

  it.each([
    ["hide", "", "", "COMPLETED/PASS COMPLETED/FAIL RUNNING/FAIL NOT_STARTED/n/a"],
    ["show", "", "", "COMPLETED/PASS COMPLETED/FAIL RUNNING/FAIL NOT_STARTED/n/a"],
    ["hide", "RUNNING", "", "COMPLETED/PASS COMPLETED/FAIL NOT_STARTED/n/a"],
    ["show", "RUNNING", "", "RUNNING/FAIL"],
    ["hide", "", "FAIL", "COMPLETED/PASS NOT_STARTED/n/a"],
    ["show", "", "FAIL", "COMPLETED/FAIL RUNNING/FAIL"],
    ["hide", "NOT_STARTED", "FAIL", "COMPLETED/PASS RUNNING/FAIL"],
    ["show", "NOT_STARTED", "FAIL", "COMPLETED/FAIL NOT_STARTED/n/a"],
    ["show", "COMPLETED", "PASS", "COMPLETED/PASS"],
  ] as const)("%s, states %s, statuses %s: %s", (mode, state, status, expected) => {
    const list = (text: string) => text.split(" ").filter((part) => part !== "");
    expect(shown({ mode, state: list(state), status: list(status) }).join(" ")).toBe(expected);
  });
});

describe("06 § 2: [dashboard] mode other than dashboard", () => {
  it.each([
    ["hide", "RUNNING/FAIL COMPLETED/FAIL", "NOT_STARTED/n/a"],
    ["show", "COMPLETED/PASS NOT_STARTED/n/a RUNNING/FAIL COMPLETED/FAIL", "COMPLETED/FAIL"],
  ] as const)("%s: state and status are two conditions", (mode, given, expected) => {
    const matches = verdictMatcher({ ...everything, state: ["COMPLETED"], status: ["FAIL"], mode }, true);
    expect([...given.split(" "), "NOT_STARTED/n/a"].filter((text) => matches(verdict(text)))).toEqual([expected]);
  });
});

describe("06 § 18.2: words of q", () => {
  it("are fields, durations and bare words", () => {
    expect(parseQuery('status:FAIL host:bx12  dur>600 comment:"disk full" lin http://x "two words"')).toEqual([
      { kind: "field", field: "status", text: "FAIL" },
      { kind: "field", field: "host", text: "bx12" },
      { kind: "duration", operator: ">", seconds: 600 },
      { kind: "field", field: "comment", text: "disk full" },
      { kind: "word", text: "lin" },
      { kind: "word", text: "http://x" },
      { kind: "word", text: "two words" },
    ]);
  });

  it("never fail, and half-typed ones mean nothing yet", () => {
    expect(parseQuery('status: "')).toEqual([]);
    fc.assert(fc.property(fc.string(), (text) => parseQuery(text).every((term) => term.kind === "duration" || term.text !== "")));
  });

  it("match statuses as a whole, other texts in part, patterns as patterns", () => {
    const matches = (text: string, value: string) => parseQuery(text).every((term) => term.kind !== "duration" && textMatcher(term)(value));
    expect(matches("status:fail", "PREQ_FAIL")).toBe(false);
    expect(matches("status:%fail", "PREQ_FAIL")).toBe(true);
    expect(matches("host:BX", "bx12")).toBe(true);
    expect(matches("b%2", "bx12")).toBe(true);
    expect(matches("b%x", "bx12")).toBe(false);
  });

  it.each([
    ["dur>5", [6]],
    ["dur>=5", [5, 6]],
    ["dur<5", [4]],
    ["dur<=5", [4, 5]],
    ["dur=5", [5]],
  ])("%s", (text, expected) => {
    const [term] = parseQuery(text);
    expect(term?.kind === "duration" && [4, 5, 6].filter(durationMatcher(term))).toEqual(expected);
  });
});

describe("06 § 18.2: copy as command", () => {
  it.each([
    [{}, "megatest -list-runs %", []],
    [{ run: "night ly%", target: "x/%" }, "megatest -list-runs 'night ly%' -target x/%", []],
    [{ test: "~slow%,a", mode: "show", status: ["FAIL", "ABORT"] }, "megatest -list-runs % -testpatt '~slow%,a' -status FAIL,ABORT", []],
    [{ status: ["FAIL"], run: "a,b", q: "x", since: "7d" }, "megatest -list-runs %", ["run", "status", "since", "q"]],
  ] as const)("%j: %s", (given, text, leftOut) => {
    expect(filterCommand({ ...everything, ...given })).toEqual({ text, leftOut });
  });
});
