import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatRef, formatUrl, parseRef, parseUrl, type Route } from "./url.js";

const awkward = fc.constantFrom(
  "",
  ".",
  "..",
  "~",
  "~~",
  "~.",
  "@x",
  "@",
  "a b",
  "a+b",
  "%2F",
  "50%",
  "ü/ß",
  "日本",
  "👩‍🚀",
  "#",
  "?x=1",
  "a&b",
  "<i>",
  "a\\b",
);
const anyName = fc.oneof(awkward, fc.string({ unit: "binary" }), fc.string({ unit: "grapheme" }));
const nameWithoutSlash = anyName.map((name) => name.replaceAll("/", ""));
const params = fc.dictionary(
  anyName.filter((name) => name !== ""),
  anyName,
  { maxKeys: 4 },
);

const keyCount = 3;
const run = fc.record(
  { a: anyName, t: fc.array(nameWithoutSlash, { minLength: keyCount, maxLength: keyCount }).map((values) => values.join("/")), r: anyName },
  { requiredKeys: ["t", "r"] },
);
const test = fc.record({ n: anyName, i: anyName });
const route: fc.Arbitrary<Route> = fc.oneof(
  fc.record({ view: fc.constantFrom("runs", "summary", "diff", "plot"), params }),
  fc.record({ view: fc.constant("run"), run, params }),
  fc.record({ view: fc.constantFrom("test", "log"), test: fc.tuple(run, test).map(([ref, path]) => ({ ...ref, ...path })), params }),
  fc.record({ view: fc.constant("history"), test, params }),
  fc.record({ view: fc.constant("view"), name: anyName, params }),
  fc.record({ view: fc.constant("job"), id: anyName, params }),
);

/** What a browser makes of an address, and hands back as path and query. */
function throughBrowser(url: string): string {
  const { pathname, search } = new URL(url, "http://127.0.0.1:8080/ui/runs");
  return pathname + search;
}

describe("06-1, 06-2: addresses", () => {
  it("name the same thing after they went through a browser, whatever the names are", () => {
    fc.assert(
      fc.property(route, (given) => {
        expect(parseUrl(throughBrowser(formatUrl(given)), keyCount)).toEqual(given);
      }),
    );
  });

  it("name a run in one value, for `src` and `dst`", () => {
    fc.assert(
      fc.property(run, (given) => {
        expect(parseRef(formatRef(given), keyCount)).toEqual(given);
      }),
    );
  });

  it("are parsed or refused, whatever they are", () => {
    fc.assert(
      fc.property(anyName, fc.webPath(), (text, path) => {
        parseUrl(`/ui/${text}`, keyCount);
        parseUrl(`/ui/test${path}?${text}`, keyCount);
      }),
    );
  });

  it.each<[string, Route]>([
    ["/ui/run/a/b/n", { view: "run", run: { t: "a/b", r: "n" }, params: {} }],
    ["/ui/run/@attic/a/b/n?tab=list", { view: "run", run: { a: "attic", t: "a/b", r: "n" }, params: { tab: "list" } }],
    ["/ui/test/a/b/n/unit/x/~../y", { view: "test", test: { t: "a/b", r: "n", n: "unit", i: "x/../y" }, params: {} }],
    ["/ui/test/a/b/n/unit", { view: "test", test: { t: "a/b", r: "n", n: "unit", i: "" }, params: {} }],
    ["/ui/test/a/~/n/~~u/~~/~", { view: "test", test: { t: "a/", r: "n", n: "~u", i: "~/" }, params: {} }],
    ["/ui/log/a/b/n/unit?f=x.log&line=12-14", { view: "log", test: { t: "a/b", r: "n", n: "unit", i: "" }, params: { f: "x.log", line: "12-14" } }],
    ["/ui/history/unit/x?target=a/%25", { view: "history", test: { n: "unit", i: "x" }, params: { target: "a/%" } }],
    ["/ui/runs?sort=+testname&q=disk%20full", { view: "runs", params: { sort: "+testname", q: "disk full" } }],
    ["/ui/job/17", { view: "job", id: "17", params: {} }],
  ])("%s", (url, expected) => {
    expect(parseUrl(url, 2)).toEqual(expected);
    expect(formatUrl(expected)).toBe(url);
  });

  it.each(["/ui/nowhere", "/ui/runs/x", "/ui/run/a/b", "/ui/run/a/b/n/t", "/ui/test/a/b/n", "/ui/history", "/ui/run/a/%E0/n", "/api/v1/runs"])(
    "%s names nothing",
    (url) => {
      expect(parseUrl(url, 2)).toBeUndefined();
    },
  );

  it.each(["/ui/", "/ui/runs", "/ui/runs/", "/ui/runs#token=x"])("%s is the matrix", (url) => {
    expect(parseUrl(url, 2)).toEqual({ view: "runs", params: {} });
  });
});

describe("06 § 34: addresses of several areas", () => {
  it("have the area in front, which is the first part of the target", () => {
    const inAttic: Route = { view: "test", test: { t: "attic/x/1", r: "old", n: "a", i: "" }, params: {} };
    expect(formatUrl(inAttic, true)).toBe("/ui/test/@attic/x/1/old/a");
    expect(parseUrl("/ui/test/@attic/x/1/old/a", 3, true)).toEqual(inAttic);
    expect(parseUrl("/ui/test/attic/x/1/old/a", 3, true)).toEqual(inAttic);
    expect(parseRef("@attic/x/1/old", 3, true)).toEqual({ t: "attic/x/1", r: "old" });
    expect(parseRef("@attic/x/1/old", 2)).toEqual({ a: "attic", t: "x/1", r: "old" });
  });

  it("name the same run after they were written and read", () => {
    const shown = fc.record({ t: fc.array(nameWithoutSlash, { minLength: 3, maxLength: 3 }).map((values) => values.join("/")), r: anyName });
    fc.assert(
      fc.property(shown, (ref) => {
        expect(parseRef(formatRef(ref, true), 3, true)).toEqual(ref);
      }),
    );
  });
});

describe("06 § 18.1: ids", () => {
  it.each([
    ["/ui/id/5", { runId: "5", testId: undefined }],
    ["/ui/id/5/17", { runId: "5", testId: "17" }],
    ["/ui/id/5/a%3Ab%2Fc?view=log", { runId: "5", testId: "a:b/c", params: { view: "log" } }],
  ])("%s", (url, expected) => {
    const route = parseUrl(url, keyCount);
    expect(route).toEqual({ view: "id", params: {}, ...expected });
    expect(route && formatUrl(route)).toBe(url);
  });

  it.each(["/ui/id", "/ui/id/1/2/3"])("%s names nothing", (url) => {
    expect(parseUrl(url, keyCount)).toBeUndefined();
  });
});
