import { compileTagExpression, parseTags, type RunRecord } from "../../../model/index.js";
import {
  durationMatcher,
  type Filter,
  parseQuery,
  type QueryTerm,
  runMatcher,
  type TextField,
  testMatcher,
  textMatcher,
  verdictMatcher,
} from "../../../view/index.js";
import type { RunCells } from "./run-cells.js";
import type { Vocabulary } from "./vocabulary.js";

/** Whether the test at this place counts; the row has passed `rows` already, and there is a test. */
type CellTest = (cells: RunCells, row: number, at: number) => boolean;

/** What a filter lets through, for the rows and verdicts there are when it is made. */
export interface CellFilter {
  readonly showsRun: (run: RunRecord) => boolean;
  /** 1 for each row whose name counts. */
  readonly rows: Uint8Array;
  /** Undefined when the name says all. */
  readonly shows: CellTest | undefined;
}

/** What the area says about filters. */
export interface FilterRules {
  /** The comma list of tags of a test. */
  readonly tagsOf: (testname: string) => string;
  /** States and statuses are two conditions of their own. */
  readonly areTwoConditions: boolean;
}

export function makeCellFilter(filter: Filter, vocabulary: Vocabulary, { tagsOf, areTwoConditions }: FilterRules): CellFilter {
  const terms = parseQuery(filter.q);
  const texts = terms.filter((term) => term.kind === "field");
  const hasRun = runMatcher(filter, Date.now() / 1000);
  const hasRunWords = texts.filter(({ field }) => field === "run").map(textMatcher);
  const hasTargetWords = texts.filter(({ field }) => field === "target").map(textMatcher);
  const tests = [verdictTest(filter, texts, vocabulary, areTwoConditions), ...terms.flatMap((term) => termTest(term, vocabulary) ?? [])].filter(
    (test) => test !== undefined,
  );
  const [first, ...more] = tests;
  return {
    showsRun: (run) =>
      hasRun(run) && hasRunWords.every((matches) => matches(run.runname)) && hasTargetWords.every((matches) => matches(run.target.join("/"))),
    rows: rowMask(filter, texts, vocabulary, tagsOf),
    shows: more.length === 0 ? first : (cells, row, at) => tests.every((test) => test(cells, row, at)),
  };
}

type FieldTerm = Extract<QueryTerm, { kind: "field" }>;

function rowMask(filter: Filter, texts: readonly FieldTerm[], { names }: Vocabulary, tagsOf: (testname: string) => string): Uint8Array {
  const hasName = testMatcher(filter);
  const ofField = (field: TextField) => texts.filter((term) => term.field === field).map(textMatcher);
  const [testWords, itemWords] = [ofField("test"), ofField("item")];
  const hasTag = filter.tag === "" ? () => true : compileTagExpression(filter.tag);
  const mask = new Uint8Array(names.size);
  for (const { testname, top, items } of names.tests) {
    if (!hasTag(parseTags(tagsOf(testname))) || !testWords.every((matches) => matches(testname))) continue;
    const shows = (itemPath: string) => hasName(testname, itemPath) && itemWords.every((matches) => matches(itemPath));
    if (shows("")) mask[top] = 1;
    for (const [itemPath, row] of items) if (shows(itemPath)) mask[row] = 1;
  }
  return mask;
}

function verdictTest(filter: Filter, texts: readonly FieldTerm[], { combos }: Vocabulary, areTwo: boolean): CellTest | undefined {
  const words = texts.filter(({ field }) => field === "state" || field === "status");
  if (filter.state.length + filter.status.length + words.length === 0) return undefined;
  const passes = verdictMatcher(filter, areTwo);
  const fits = words.map((term) => ({ of: term.field as "state" | "status", matches: textMatcher(term) }));
  const mask = Uint8Array.from([
    0,
    ...combos.verdicts.map((verdict) => Number(passes(verdict) && fits.every(({ of, matches }) => matches(verdict[of])))),
  ]);
  return (cells, _, at) => mask[cells.combo[at] ?? 0] === 1;
}

function termTest(term: QueryTerm, { names, hosts }: Vocabulary): CellTest | undefined {
  if (term.kind === "duration") {
    const matches = durationMatcher(term);
    return (cells, _, at) => matches(cells.duration[at] ?? 0);
  }
  const matches = textMatcher(term);
  if (term.kind === "word") {
    const mask = Uint8Array.from({ length: names.size }, (_, row) => Number(matches(names.fullName(row))));
    return (cells, row) => mask[row] === 1 || (cells.hasComments && matches(cells.comment(row)));
  }
  if (term.field === "comment") return (cells, row) => matches(cells.comment(row));
  if (term.field !== "host") return undefined;
  const mask = hosts.mask(matches);
  return (cells, _, at) => mask[cells.host[at] ?? 0] === 1;
}
