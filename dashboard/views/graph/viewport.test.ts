import { describe, expect, it } from "vitest";
import { drawnPart, fitted, opening, overlap, seenPart, showing, zoomedAt } from "./viewport.js";

const screen = { width: 1000, height: 500 };

describe("06 § 29: the part of the graph that is seen", () => {
  it("is all of it, never enlarged", () => {
    expect(fitted({ width: 100, height: 100 }, screen)).toEqual({ x: -450, y: -200, scale: 1 });
    expect(fitted({ width: 1904, height: 100 }, screen).scale).toBe(0.5);
  });

  it("begins with the upper left when all of it would not be legible", () => {
    expect(opening({ width: 1000, height: 9000 }, screen)).toEqual({ x: -48, y: -48, scale: 0.5 });
    expect(opening({ width: 4760, height: 9000 }, screen).scale).toBe(0.2);
  });

  it("zooms around the pointer", () => {
    const view = zoomedAt({ x: 0, y: 0, scale: 1 }, 2, { x: 100, y: 50 });
    expect(view).toEqual({ x: 50, y: 25, scale: 2 });
  });

  it("moves only as far as needed", () => {
    const view = { x: 0, y: 0, scale: 1 };
    expect(showing({ x: 200, y: 200, width: 100, height: 40 }, view, screen)).toEqual(view);
    const moved = showing({ x: 2000, y: -100, width: 100, height: 40 }, view, screen);
    expect(overlap({ x: 2000, y: -100, width: 100, height: 40 }, seenPart(moved, screen))).toBe(true);
    expect(overlap({ x: 2000, y: -100, width: 100, height: 40 }, seenPart(view, screen))).toBe(false);
  });

  it("is drawn with some room around it, which stays the same for little moves", () => {
    const first = drawnPart(seenPart({ x: 0, y: 0, scale: 1 }, screen), undefined);
    expect(first).toEqual({ x: -500, y: -250, width: 2000, height: 1000 });
    expect(drawnPart(seenPart({ x: 400, y: 100, scale: 1 }, screen), first)).toBe(first);
    expect(drawnPart(seenPart({ x: 600, y: 100, scale: 1 }, screen), first)).not.toBe(first);
    expect(drawnPart(seenPart({ x: 0, y: 0, scale: 4 }, screen), first)).not.toBe(first);
  });
});
