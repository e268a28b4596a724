/** A place in the grid: row −1 is the head, column −1 the labels. */
export interface Place {
  readonly row: number;
  readonly col: number;
}

interface Extent {
  readonly rows: number;
  readonly cols: number;
  /** Rows and columns on the screen. */
  readonly pageRows: number;
  readonly pageCols: number;
}

/** Where a key leads; undefined when it is none that moves. Spec 06 § 21 */
export function movedPlace({ key, ctrlKey, altKey, metaKey }: KeyboardEvent, from: Place, extent: Extent): Place | undefined {
  if (metaKey) return undefined;
  const to = moved(key, ctrlKey, altKey, from, extent);
  return to && { row: Math.max(-1, Math.min(extent.rows - 1, to.row)), col: Math.max(-1, Math.min(extent.cols - 1, to.col)) };
}

function moved(key: string, isCtrl: boolean, isAlt: boolean, { row, col }: Place, { rows, cols, pageRows, pageCols }: Extent): Place | undefined {
  switch (key) {
    case "ArrowDown":
      return { row: row + 1, col };
    case "ArrowUp":
      return { row: row - 1, col };
    case "ArrowRight":
      return isAlt ? undefined : { row, col: col + 1 };
    case "ArrowLeft":
      return isAlt ? undefined : { row, col: col - 1 };
    case "PageDown":
      return isAlt ? { row, col: col + pageCols } : { row: row + pageRows, col };
    case "PageUp":
      return isAlt ? { row, col: Math.max(0, col - pageCols) } : { row: Math.max(0, row - pageRows), col };
    case "Home":
      return isCtrl ? { row: 0, col: 0 } : { row, col: 0 };
    case "End":
      return isCtrl ? { row: rows - 1, col: cols - 1 } : { row, col: cols - 1 };
    default:
      return undefined;
  }
}
