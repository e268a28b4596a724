import type { Place } from "./keyboard.js";

/** Lines through the cell under the mouse. Moved past the drawing of the page: it must follow at once. */
export function CrossHair() {
  return (
    <>
      <div class="cross-row" aria-hidden="true" />
      <div class="cross-col" aria-hidden="true" />
    </>
  );
}

export function moveCrossHair(scroller: HTMLElement | null, place: Place | undefined): void {
  scroller?.toggleAttribute("data-cross", place !== undefined);
  scroller?.style.setProperty("--cross-row", String(place?.row ?? -1));
  scroller?.style.setProperty("--cross-col", String(place?.col ?? -1));
}
