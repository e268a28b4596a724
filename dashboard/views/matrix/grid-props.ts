import type { RefObject } from "preact";
import type { CellKind } from "../../../src/view/index.js";
import type { Snapshot } from "./data/snapshot.js";
import type { MatrixSource } from "./data/source.js";
import type { Geometry } from "./geometry.js";
import type { Place } from "./keyboard.js";
import type { Viewport } from "./viewport.js";

export interface GridProps {
  readonly source: MatrixSource;
  readonly snapshot: Snapshot;
  readonly geometry: Geometry;
  readonly kind: CellKind;
  readonly isDots: boolean;
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly headHeight: number;
  /** Newer runs are to the right. */
  readonly isOldestFirst: boolean;
  /** Run that is marked as the source of a difference. */
  readonly marked: string | undefined;
  readonly onView: (viewport: Viewport) => void;
  readonly onToggle: (testname: string, row: number) => void;
  /** Selects the tests of a row in all runs. */
  readonly onSelectRow: (row: number) => void;
  readonly onMark: (col: number) => void;
  readonly onNextBad: (from: Place, direction: 1 | -1) => Promise<Place | undefined>;
}
