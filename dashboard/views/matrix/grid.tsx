import { now } from "../../app/clock.js";
import { useScrollMemory } from "../../app/memory.js";
import { hello } from "../../app/session.js";
import { CrossHair, moveCrossHair } from "./cross-hair.js";
import { Dots } from "./dots.js";
import { clicked, openMenuAt, openPage, placeOf, placeOfElement, pressed } from "./grid-actions.js";
import { useGridKeys } from "./grid-keys.js";
import type { GridProps } from "./grid-props.js";
import { Head } from "./head.js";
import type { Place } from "./keyboard.js";
import { labelWidth } from "./label-edge.js";
import { Row } from "./row.js";
import { selection } from "./selection.js";
import { Tooltip, useTooltip } from "./tooltip.js";
import { useFocus } from "./use-focus.js";
import { shownOf, useViewport, type Viewport } from "./viewport.js";

/** The matrix itself: rows and runs of any number, of which those on the screen are drawn. Spec 06 § 22 */
export function Grid(props: GridProps) {
  const { source, snapshot, geometry, isDots, scroller, headHeight, onView } = props;
  const label = isDots ? 0 : labelWidth();
  const drawn = (viewport: Viewport) => {
    const { drawnRows, drawnCols } = shownOf(viewport, geometry, snapshot);
    return isDots ? viewport : [drawnRows, drawnCols, viewport.width, viewport.height];
  };
  const isOther = (a: Viewport, b: Viewport) => JSON.stringify(drawn(a)) !== JSON.stringify(drawn(b));
  const viewport = useViewport(scroller, { width: label, height: headHeight }, isOther, onView);
  useScrollMemory(scroller, "matrix");
  const shown = shownOf(viewport, geometry, snapshot);
  const { focus, setFocus, move } = useFocus(props, label, { row: shown.rows.first, col: shown.cols.first });
  const tooltip = useTooltip();
  useGridKeys(props, focus, move);
  const aim = (event: PointerEvent | undefined) => {
    const place = event?.pointerType === "mouse" ? placeOf(event, props, label) : undefined;
    moveCrossHair(scroller.current, place);
    tooltip.aim(place, event);
  };
  return (
    <div
      ref={scroller}
      class={`matrix-scroller${isDots ? " dots" : ""}`}
      role="grid"
      aria-label="Runs matrix"
      aria-rowcount={snapshot.rows + 1}
      aria-colcount={snapshot.cols + 1}
      aria-multiselectable="true"
      style={{ "--row": `${geometry.row}px`, "--col": `${geometry.col}px`, "--label": `${label}px`, "--head": `${headHeight}px` }}
      onKeyDown={(event) => pressed(event, props, focus, move)}
      onFocusIn={({ target }) => setFocus(placeOfElement(target))}
      onClick={(event) => clicked(event, props, placeOf(event, props, label), focus, setFocus)}
      onDblClick={(event) => openPage(props, placeOf(event, props, label))}
      onContextMenu={(event) => openMenuAt(event, props, placeOf(event, props, label))}
      onPointerDown={() => tooltip.aim(undefined)}
      onMouseDown={keepAnchor}
      onPointerMove={aim}
      onPointerLeave={() => aim(undefined)}
    >
      <Space grid={props} viewport={viewport} label={label} focus={focus} />
      <Tooltip aim={tooltip.shown} source={source} snapshot={snapshot} />
    </div>
  );
}

/** Shift and a click select up to there from what has the focus: that stays, and no text is marked. */
function keepAnchor(event: MouseEvent): void {
  if (event.shiftKey) event.preventDefault();
}

interface SpaceProps {
  readonly grid: GridProps;
  readonly viewport: Viewport;
  /** Width of the labels. */
  readonly label: number;
  readonly focus: Place;
}

/** As large as all rows and runs; holds those on the screen, and the place that has the focus. */
function Space({ grid, viewport, label, focus }: SpaceProps) {
  const { source, snapshot, geometry, kind, isDots, headHeight } = grid;
  const { drawnRows, drawnCols } = shownOf(viewport, geometry, snapshot);
  const rows = Array.from({ length: isDots ? 0 : drawnRows.count }, (_, at) => drawnRows.first + at);
  const isDrawn = (row: number) => row >= drawnRows.first && row < drawnRows.first + drawnRows.count;
  // What has the focus keeps it while it is scrolled away.
  if (focus.row >= 0 && focus.row < snapshot.rows && (isDots || !isDrawn(focus.row))) rows.push(focus.row);
  const minute = Math.floor(now.value / 60) * 60;
  return (
    <div
      class="matrix-space"
      role="presentation"
      style={{ width: `${label + snapshot.cols * geometry.col}px`, height: `${headHeight + snapshot.rows * geometry.row}px` }}
    >
      <Head
        snapshot={snapshot}
        keys={hello.value?.keys ?? []}
        geometry={geometry}
        first={drawnCols.first}
        count={drawnCols.count}
        focused={focus.row === -1 ? focus.col : undefined}
        selection={selection.value}
        marked={grid.marked}
        now={minute}
      />
      {isDots && <Dots source={source} snapshot={snapshot} geometry={geometry} viewport={viewport} />}
      <div class="matrix-rows" role="presentation">
        {rows.map((row) => (
          <Row
            key={row}
            row={row}
            head={snapshot.rowHead(row)}
            source={source}
            snapshot={snapshot}
            stamp={snapshot.stamp(row, { c0: drawnCols.first, cn: drawnCols.count })}
            first={drawnCols.first}
            count={isDots || !isDrawn(row) ? 0 : drawnCols.count}
            focused={focus.row === row ? focus.col : undefined}
            selection={selection.value}
            kind={kind}
            rowHeight={geometry.row}
            colWidth={geometry.col}
            now={kind === "age" ? minute : 0}
            onToggle={grid.onToggle}
          />
        ))}
      </div>
      <CrossHair />
    </div>
  );
}
