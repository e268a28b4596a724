import type { RunRecord } from "../../../model/index.js";
import { type ClassCounts, classOf } from "../../../view/index.js";
import type { RowNames } from "./row-names.js";
import { pageRows, RunCells } from "./run-cells.js";
import type { Vocabulary } from "./vocabulary.js";

/** One run in the matrix. */
export class Column {
  /** As it was read last and kept current since; undefined while it is not in memory. */
  cells: RunCells | undefined;
  /** Being filled anew. */
  fresh: RunCells | undefined;
  /** Whether `cells` may differ from the records. */
  isStale = true;
  /** The run is not shown any more. */
  isGone = false;
  /** Grows with every change of a cell. */
  version = 0;
  #counts: { readonly version: number; readonly counts: ClassCounts } | undefined;

  constructor(public run: RunRecord) {}

  /** Tests by class, top-level records of items left out. */
  counts(vocabulary: Vocabulary): ClassCounts {
    if (this.#counts?.version !== this.version)
      this.#counts = { version: this.version, counts: countClasses(this.cells ?? new RunCells(), vocabulary) };
    return this.#counts.counts;
  }

  /** Gives the memory back. */
  drop(): void {
    this.cells = undefined;
    this.fresh = undefined;
    this.isStale = true;
  }
}

function countClasses(cells: RunCells, { names, combos }: Vocabulary): ClassCounts {
  const byCombo = new Uint32Array(combos.verdicts.length + 1);
  for (const [firstRow, at] of cells.pages()) {
    for (let k = 0; k < pageRows; k++) {
      const combo = cells.combo[at + k] ?? 0;
      if (combo !== 0 && !isRollUp(firstRow + k, cells, names)) byCombo[combo] = (byCombo[combo] ?? 0) + 1;
    }
  }
  const counts: Partial<Record<keyof ClassCounts, number>> = {};
  byCombo.forEach((count, combo) => {
    if (count === 0) return;
    const name = classOf(combos.verdict(combo));
    counts[name] = (counts[name] ?? 0) + count;
  });
  return counts;
}

/** Whether the row is the top-level record of items that this run has. */
function isRollUp(row: number, cells: RunCells, names: RowNames): boolean {
  const { top, items } = names.testOf(row);
  if (row !== top) return false;
  for (const item of items.values()) if (cells.comboOf(item) !== 0) return true;
  return false;
}
