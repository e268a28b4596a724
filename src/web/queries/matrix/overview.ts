import type { MatrixOverview } from "../../../view/index.js";
import type { Layout } from "./layout.js";
import { badCombos, eachTest } from "./row-values.js";
import type { Vocabulary } from "./vocabulary.js";

/** A row counts as bad with an item that it hides. */
export function overview(vocabulary: Vocabulary, layout: Layout, parts: number): Pick<MatrixOverview, "newest" | "older"> {
  const [newestRun, ...olderRuns] = layout.newestFirst;
  const inNewest = badRows(vocabulary, layout, newestRun === undefined ? [] : [newestRun]);
  const inOlder = badRows(vocabulary, layout, olderRuns);
  const [newest, older] = [new Array<number>(parts).fill(0), new Array<number>(parts).fill(0)];
  layout.rows.forEach(({ row, kids, isCollapsed }, place) => {
    const part = Math.floor((place * parts) / layout.rows.length);
    const isBad = (bad: Uint8Array) => bad[row] === 1 || (isCollapsed && kids?.some((kid) => bad[kid] === 1) === true);
    if (isBad(inNewest)) newest[part] = (newest[part] ?? 0) + 1;
    else if (isBad(inOlder)) older[part] = (older[part] ?? 0) + 1;
  });
  return { newest, older };
}

function badRows(vocabulary: Vocabulary, { visible }: Layout, columns: Layout["columns"]): Uint8Array {
  const rows = new Uint8Array(vocabulary.names.size);
  const isBad = badCombos(vocabulary);
  for (const column of columns) {
    eachTest(column, (row, at) => {
      if (isBad[column.cells?.combo[at] ?? 0] === 1 && visible(column, row, at)) rows[row] = 1;
    });
  }
  return rows;
}

/** The next row in a direction that is bad in this column; undefined when there is none. */
export function nextBad(vocabulary: Vocabulary, layout: Layout, col: number, from: number, step: 1 | -1): number | undefined {
  const column = layout.columns[col];
  const isBad = badCombos(vocabulary);
  for (let place = from + step; 0 <= place && place < layout.rows.length; place += step) {
    const { row, kids, isCollapsed } = layout.rows[place] ?? { row: -1, isCollapsed: false };
    const rows = isCollapsed ? [row, ...(kids ?? [])] : [row];
    const isBadHere = rows.some((candidate) => {
      const at = column?.cells?.at(candidate) ?? -1;
      return column !== undefined && isBad[column.cells?.combo[at] ?? 0] === 1 && layout.visible(column, candidate, at);
    });
    if (isBadHere) return place;
  }
  return undefined;
}
