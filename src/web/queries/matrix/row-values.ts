import { stateRank, statusRank } from "../../../model/index.js";
import { fading, judge, type RowOrder } from "../../../view/index.js";
import type { Column } from "./column.js";
import { pageRows } from "./run-cells.js";
import type { Vocabulary } from "./vocabulary.js";

/** What rows are ordered by, and over which runs. */
export interface Scope {
  readonly vocabulary: Vocabulary;
  /** The shown runs, newest first. */
  readonly newestFirst: readonly Column[];
  /** Whether a test counts; see `CellFilter`. */
  readonly visible: (column: Column, row: number, at: number) => boolean;
  /** Of each test, its place among the prerequisites: what others wait for is first. */
  readonly prerequisiteRank: (testname: string) => number;
}

/**
 * Of each row a number; rows with small ones come first. Undefined for the orders that go by name.
 *
 * @see spec 06 § 22.1
 */
export function rowValues(order: RowOrder, scope: Scope): Float64Array | undefined {
  switch (order) {
    case "+testname":
    case "-testname":
      return undefined;
    case "+event_time":
      return newestValues(scope, (column, at) => column.cells?.time[at] ?? 0);
    case "-event_time":
      return newestValues(scope, (column, at) => -(column.cells?.time[at] ?? 0));
    case "duration":
      return newestValues(scope, (column, at) => -(column.cells?.duration[at] ?? 0));
    case "+statestatus":
      return verdictValues(scope, -1);
    case "-statestatus":
      return verdictValues(scope, 1);
    case "failures":
      return failureValues(scope);
    case "flaky":
      return flakyValues(scope);
    case "waiton":
      return Float64Array.from({ length: scope.vocabulary.names.size }, (_, row) =>
        scope.prerequisiteRank(scope.vocabulary.names.testOf(row).testname),
      );
    default:
      return order satisfies never;
  }
}

/** Rows that no shown run has come last. */
const nowhere = Number.POSITIVE_INFINITY;

/** By the newest shown run that has the test. */
function newestValues({ vocabulary, newestFirst, visible }: Scope, number: (column: Column, at: number) => number): Float64Array {
  const values = new Float64Array(vocabulary.names.size).fill(nowhere);
  for (const column of newestFirst) {
    eachTest(column, (row, at) => {
      if (values[row] === nowhere && visible(column, row, at)) values[row] = number(column, at);
    });
  }
  return values;
}

function verdictValues(scope: Scope, sign: number): Float64Array {
  const ranks = [0, ...scope.vocabulary.combos.verdicts.map(({ state, status }) => sign * (stateRank(state) * 100 + statusRank(status)))];
  return newestValues(scope, (column, at) => ranks[column.cells?.combo[at] ?? 0] ?? 0);
}

function failureValues({ vocabulary, newestFirst, visible }: Scope): Float64Array {
  const values = new Float64Array(vocabulary.names.size);
  const isBad = badCombos(vocabulary);
  for (const column of newestFirst) {
    eachTest(column, (row, at) => {
      if (isBad[column.cells?.combo[at] ?? 0] === 1 && visible(column, row, at)) values[row] = (values[row] ?? 0) - 1;
    });
  }
  return values;
}

/** 1 for each verdict that is bad. */
export function badCombos({ combos }: Vocabulary): Uint8Array {
  return Uint8Array.from([0, ...combos.verdicts.map((verdict) => Number(judge(verdict) === "bad"))]);
}

/** How many runs a history looks at; setting `[dashboard] history`. */
const historyLength = 30;

/** The score of `summarizeHistory` of all rows at once: from the newest result on, each that differs from the next newer one counts by the age of that. */
function flakyValues({ vocabulary, newestFirst, visible }: Scope): Float64Array {
  const judgements = Int8Array.from([0, ...vocabulary.combos.verdicts.map((verdict) => ({ good: 1, bad: -1, none: 0 })[judge(verdict)])]);
  const newer = new Int8Array(vocabulary.names.size);
  const judged = new Uint8Array(vocabulary.names.size);
  const values = new Float64Array(vocabulary.names.size);
  for (const column of newestFirst.slice(0, historyLength)) {
    eachTest(column, (row, at) => {
      const judgement = judgements[column.cells?.combo[at] ?? 0] ?? 0;
      if (judgement === 0 || !visible(column, row, at)) return;
      if (newer[row] === -judgement) values[row] = (values[row] ?? 0) - fading ** ((judged[row] ?? 0) - 1);
      newer[row] = judgement;
      judged[row] = (judged[row] ?? 0) + 1;
    });
  }
  return values;
}

export function eachTest(column: Column, use: (row: number, at: number) => void): void {
  if (column.cells === undefined) return;
  const { combo } = column.cells;
  for (const [firstRow, at] of column.cells.pages()) {
    for (let k = 0; k < pageRows; k++) if (combo[at + k] !== 0) use(firstRow + k, at + k);
  }
}
