import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { MoveProgress } from "./move-progress.js";

describe("04: the progress of a move", () => {
  let written: string[] = [];
  beforeEach(() => {
    written = [];
    vi.useFakeTimers({ now: 1_000_000 });
  });
  afterEach(() => {
    vi.useRealTimers();
  });
  const progress = (columns: number | undefined) => new MoveProgress((text) => written.push(text), columns);

  it("is a line with the rows per second on a terminal, and cleared for other output", () => {
    const shown = progress(200);
    shown.begin(4000);
    shown.reached("begun", 2000);
    vi.advanceTimersByTime(1000);
    shown.reached("copied");
    vi.advanceTimersByTime(1000);
    shown.reached("done");
    shown.reached("begun", 2000);
    vi.advanceTimersByTime(2000);
    shown.reached("copied");
    shown.clear();
    shown.clear();
    expect(written).toEqual([
      "\r\x1b[K[#                   ] 2 %, 100 of 4,000 rows, 1,000 rows/s, about 4s more: copying",
      "\r\x1b[K[#####               ] 25 %, 1,000 of 4,000 rows, 1,000 rows/s, about 3s more: comparing",
      "\r\x1b[K[##########          ] 50 %, 2,000 of 4,000 rows, 1,000 rows/s, about 2s more: finishing",
      "\r\x1b[K[###############     ] 75 %, 3,000 of 4,000 rows, 750 rows/s, about 2s more: comparing",
      "\r\x1b[K",
    ]);
  });

  it("fits the terminal", () => {
    const shown = progress(30);
    shown.begin(10);
    shown.reached("begun", 10);
    expect(written[0]?.replace("\r\x1b[K", "")).toHaveLength(29);
  });

  it("is nothing elsewhere, nor when nothing moves", () => {
    const elsewhere = progress(undefined);
    elsewhere.begin(10);
    elsewhere.reached("copied");
    elsewhere.clear();
    progress(80).reached("begun", 10);
    expect(written).toEqual([]);
  });
});
