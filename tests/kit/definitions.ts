import { silentLog } from "../../src/base/index.js";
import { parseTags } from "../../src/model/index.js";
import { type RequirementTexts, requirementsOf, type TestDefinition, type TestItems } from "../../src/plan/index.js";

/** A test as its testconfig would say it. */
export interface TestText {
  readonly waiton?: string;
  readonly waitor?: string;
  readonly mode?: string;
  readonly priority?: string;
  readonly itemmap?: string;
  /** Section `[itemmap]`. */
  readonly itemmaps?: Readonly<Record<string, string>>;
  /** Item paths; absent for a plain test. */
  readonly items?: readonly string[] | "late";
  readonly tags?: string;
  readonly jobgroup?: string;
}

export function definitions(texts: Readonly<Record<string, TestText>>, log = silentLog): Map<string, TestDefinition> {
  const known = new Set(Object.keys(texts));
  return new Map(
    Object.entries(texts).map(([testname, text]) => {
      const items = itemsOf(text.items);
      const jobgroup = text.jobgroup === undefined ? {} : { jobgroup: text.jobgroup };
      return [
        testname,
        { testname, ...requirementsOf(testname, requirementTexts(text), known, log), items, tags: parseTags(text.tags ?? ""), ...jobgroup },
      ];
    }),
  );
}

function requirementTexts(text: TestText): RequirementTexts {
  const itemmaps = Object.entries(text.itemmaps ?? {}).map(([name, value]) => ({ name, value }));
  return { waiton: text.waiton, waitor: text.waitor, mode: text.mode, priority: text.priority, itemmap: text.itemmap, itemmaps };
}

function itemsOf(items: TestText["items"]): TestItems {
  if (items === undefined) return { kind: "plain" };
  return items === "late" ? { kind: "late" } : { kind: "known", paths: new Set(items) };
}

/** All combinations of the words of some lists, the first varying slowest, as item paths. */
export function product(...lists: readonly string[]): string[] {
  return lists.reduce<string[]>(
    (paths, list) => paths.flatMap((path) => list.split(" ").map((word) => (path === "" ? word : `${path}/${word}`))),
    [""],
  );
}

/** The area of the worked examples, spec 02 § 9. */
export const workedExample: Readonly<Record<string, TestText>> = {
  fetch: {},
  build: { waiton: "fetch", items: product("lin win", "arm x86") },
  unit: { waiton: "build", mode: "itemwait", items: product("lin win", "arm x86", "s1 s2"), itemmap: "^(.*)/s[0-9]+$ \\1" },
  sign: {
    waiton: "unit fetch",
    mode: "itemwait",
    items: ["r-lin-arm-s1", "r-win-x86-s2"],
    itemmaps: { unit: "r-(\\w+)-(\\w+)-(\\w+) \\1/\\2/\\3" },
  },
  report: { waiton: "unit", mode: "toplevel" },
  other: { priority: "5" },
};

/** The chained maps of spec 02 § 9. */
export const chainedMaps: Readonly<Record<string, TestText>> = {
  A: { items: ["aa/1", "aa/2"] },
  B: { items: ["bb/1", "bb/2"] },
  C: {
    waiton: "A B",
    mode: "itemwait",
    items: ["1/aa", "1/bb", "2/aa", "2/bb"],
    itemmaps: { A: "(\\d+)/aa aa/\\1", B: "(\\d+)/bb bb/\\1" },
  },
  D: { waiton: "C", mode: "itemwait", items: ["1/res", "2/res"], itemmap: "(\\d+)/res \\1/aa" },
  E: { waiton: "C", mode: "itemwait", items: ["1/res", "2/res"], itemmap: "(\\d+)/res \\1/bb" },
};
