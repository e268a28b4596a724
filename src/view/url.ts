import type { RunRef, TestRef } from "./api/common.js";

/** Views that need nothing but their name. */
const plainViews = [
  "summary",
  "runs",
  "launch",
  "graph",
  "times",
  "failures",
  "activity",
  "snapshot",
  "jobs",
  "health",
  "config",
  "settings",
  "help",
  "plot",
  "diff",
] as const;

export type PlainView = (typeof plainViews)[number];

/** A test or item, in any run. */
export type TestPath = Pick<TestRef, "n" | "i">;

/** Query parameters of an address: filters, tab, sort, selection. Values equal to the default are left out. */
export type Params = Readonly<Record<string, string>>;

/** What an address of the dashboard names; spec 06 § 18.1. */
export type Route =
  | { readonly [V in PlainView]: { readonly view: V; readonly params: Params } }[PlainView]
  | { readonly view: "run"; readonly run: RunRef; readonly params: Params }
  | { readonly view: "test"; readonly test: TestRef; readonly params: Params }
  | { readonly view: "log"; readonly test: TestRef; readonly params: Params }
  | { readonly view: "history"; readonly test: TestPath; readonly params: Params }
  | { readonly view: "view"; readonly name: string; readonly params: Params }
  | { readonly view: "job"; readonly id: string; readonly params: Params }
  /** Leads to the page of a run or test of which only ids are known; `testId` may be `<test>[:<item path>]`. */
  | { readonly view: "id"; readonly runId: string; readonly testId: string | undefined; readonly params: Params };

export type View = Route["view"];

const root = "/ui/";

/**
 * The address of a route, from `/ui/` on.
 *
 * @param hasAreas whether the first part of targets is the area, which is written `@area`
 * @throws URIError when a name holds half a surrogate pair, which no text out of UTF-8 does
 * @see spec 06 § 18.1
 */
export function formatUrl(route: Route, hasAreas = false): string {
  return root + pathOf(route, hasAreas) + formatParams(route.params);
}

/**
 * The route that an address names; undefined when it names none.
 *
 * @param url path and query, for example `/ui/run/x/1/nightly?tab=list`
 * @param keyCount number of keys, of several areas that of the area included: tells run names from items
 * @param hasAreas whether the first key is the area, which may be written `@area`
 */
export function parseUrl(url: string, keyCount: number, hasAreas = false): Route | undefined {
  const [path = "", query = ""] = splitOnce(url.split("#", 1)[0] ?? "", "?");
  if (!path.startsWith(root)) return undefined;
  const [view = "", ...segments] = path.slice(root.length).replace(/\/$/, "").split("/");
  const params = parseParams(query);
  if (view === "" && segments.length === 0) return { view: "runs", params };
  const names = segments.map(decodeSegment);
  if (names.some((name) => name === undefined)) return undefined;
  return routeOf(view, segments, { keyCount, hasAreas }, params);
}

/** A run as it stands in paths, and as the value of `src` and `dst`. */
export function formatRef({ a, t, r }: RunRef, hasAreas = false): string {
  const [first = "", ...rest] = t.split("/");
  const [area, values] = hasAreas && a === undefined ? [first, rest] : [a, [first, ...rest]];
  return [...(area === undefined ? [] : [`@${encodeName(area)}`]), ...[...values, r].map(encodeSegment)].join("/");
}

/** The run that a text names, as {@link formatRef} writes it. */
export function parseRef(text: string, keyCount: number, hasAreas = false): RunRef | undefined {
  const parsed = takeRef(text.split("/"), { keyCount, hasAreas });
  return parsed?.rest.length === 0 ? parsed.run : undefined;
}

/** `?name=value&…`, or nothing when there is no parameter. A blank is `%20`: `+` is a plus sign, as in `sort=+testname`. */
function formatParams(params: Params): string {
  const pairs = Object.entries(params).map(([name, value]) => `${encodeQuery(name)}=${encodeQuery(value)}`);
  return pairs.length === 0 ? "" : `?${pairs.join("&")}`;
}

function pathOf(route: Route, hasAreas: boolean): string {
  switch (route.view) {
    case "run":
      return `run/${formatRef(route.run, hasAreas)}`;
    case "test":
    case "log":
      return `${route.view}/${formatRef(route.test, hasAreas)}/${formatTest(route.test)}`;
    case "history":
      return `history/${formatTest(route.test)}`;
    case "view":
      return `view/${encodeSegment(route.name)}`;
    case "job":
      return `job/${encodeSegment(route.id)}`;
    case "id":
      return ["id", route.runId, ...(route.testId === undefined ? [] : [route.testId])].map(encodeURIComponent).join("/");
    default:
      return route.view;
  }
}

function routeOf(view: string, segments: readonly string[], keys: Keys, params: Params): Route | undefined {
  const [first, ...more] = segments;
  switch (view) {
    case "run":
    case "test":
    case "log": {
      const parsed = takeRef(segments, keys);
      if (parsed === undefined) return undefined;
      const { run, rest } = parsed;
      if (view === "run") return rest.length === 0 ? { view, run, params } : undefined;
      const test = parseTest(rest);
      return test && { view, test: { ...run, ...test }, params };
    }
    case "history": {
      const test = parseTest(segments);
      return test && { view, test, params };
    }
    case "view":
      return first !== undefined && more.length === 0 ? { view, name: decodeSegment(first) ?? "", params } : undefined;
    case "job":
      return first !== undefined && more.length === 0 ? { view, id: decodeSegment(first) ?? "", params } : undefined;
    case "id":
      return first !== undefined && more.length < 2
        ? { view, runId: decodePercent(first) ?? "", testId: decodePercent(more[0] ?? "") || undefined, params }
        : undefined;
    default: {
      const plain = plainViews.find((name) => name === view);
      return plain !== undefined && segments.length === 0 ? { view: plain, params } : undefined;
    }
  }
}

/** What decides where a run name stands. */
interface Keys {
  readonly keyCount: number;
  readonly hasAreas: boolean;
}

/** Of several areas, `@area` becomes the first part of the target. */
function takeRef(segments: readonly string[], { keyCount: all, hasAreas }: Keys): { run: RunRef; rest: readonly string[] } | undefined {
  const inArea = segments[0]?.startsWith("@") === true;
  const names = segments.slice(inArea ? 1 : 0);
  const keyCount = inArea && hasAreas ? all - 1 : all;
  if (names.length <= keyCount) return undefined;
  const [r, ...values] = [names[keyCount] ?? "", ...names.slice(0, keyCount)].map(decodeSegment);
  const a = inArea ? decodePercent(segments[0]?.slice(1) ?? "") : undefined;
  if (r === undefined || values.includes(undefined) || (inArea && a === undefined)) return undefined;
  const run = hasAreas && a !== undefined ? { t: [a, ...values].join("/"), r } : { ...(a === undefined ? {} : { a }), t: values.join("/"), r };
  return { run, rest: names.slice(keyCount + 1) };
}

function formatTest({ n, i }: TestPath): string {
  return [n, ...(i === "" ? [] : i.split("/"))].map(encodeSegment).join("/");
}

function parseTest(segments: readonly string[]): TestPath | undefined {
  const [n, ...items] = segments.map(decodeSegment);
  return n === undefined || items.includes(undefined) ? undefined : { n, i: items.join("/") };
}

/** Browsers swallow empty segments and dots; `@` in front means an area. */
function encodeSegment(name: string): string {
  return /^(\.*$|[~@])/.test(name) ? `~${encodeName(name)}` : encodeName(name);
}

function decodeSegment(segment: string): string | undefined {
  return decodePercent(segment.startsWith("~") ? segment.slice(1) : segment);
}

/** Keeps what is legal in a path and legible as it stands; not commas, so that runs can be listed. */
function encodeName(name: string): string {
  return encodeURIComponent(name).replace(/%(40|3A|3D|2B|24)/g, decodeURIComponent);
}

function encodeQuery(text: string): string {
  return encodeURIComponent(text).replace(/%(2F|40|3A|2C|2B|24)/g, decodeURIComponent);
}

function parseParams(query: string): Params {
  const pairs = query.split("&").flatMap((pair) => {
    const [name = "", value = ""] = splitOnce(pair, "=").map(decodePercent);
    return name === "" ? [] : [[name, value]];
  });
  return Object.fromEntries(pairs);
}

function decodePercent(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function splitOnce(text: string, separator: string): string[] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + separator.length)];
}
