import { formatDuration } from "../../../src/base/index.js";
import { type Span, timeTicks } from "../../../src/view/index.js";
import { exactTime } from "../../app/clock.js";

/** A stretch of time along a stretch of pixels. */
export interface Scale {
  readonly window: Span;
  /** px */
  readonly left: number;
  readonly width: number;
}

export function xOf({ window, left, width }: Scale, time: number): number {
  return left + ((time - window.from) / Math.max(1e-9, window.until - window.from)) * width;
}

export function timeAt({ window, left, width }: Scale, x: number): number {
  return window.from + ((x - left) / Math.max(1, width)) * (window.until - window.from);
}

export interface Mark {
  readonly time: number;
  readonly label: string;
  /** A day begins. */
  readonly isStrong: boolean;
}

/** px between two marks, at least. */
const spacing = 84;

/** Marks of the clock on the wall; or, from an origin on, of the time since it. */
export function marksOf({ window, width }: Scale, origin?: number): Mark[] {
  const most = Math.max(1, Math.floor(width / spacing));
  if (origin !== undefined) {
    const { distance, times } = timeTicks({ from: window.from - origin, until: window.until - origin }, most, 0);
    return times.map((time) => ({ time: time + origin, label: sinceText(time, distance), isStrong: time === 0 }));
  }
  const { distance, times } = timeTicks(window, most, zoneOffset(window.from));
  return times.map((time) => clockMark(time, distance));
}

function clockMark(time: number, distance: number): Mark {
  const exact = exactTime(time);
  const isMidnight = exact.endsWith("00:00:00");
  if (distance >= 86_400 || isMidnight) return { time, label: exact.slice(0, 10), isStrong: isMidnight };
  const label = distance < 1 ? `${exact.slice(11, 19)}.${Math.round((time % 1) * 10)}` : exact.slice(11, distance < 60 ? 19 : 16);
  return { time, label, isStrong: false };
}

function sinceText(seconds: number, distance: number): string {
  const text = distance < 1 ? `${seconds.toFixed(1)}s` : formatDuration(Math.round(seconds));
  return seconds === 0 ? "0" : `+${text.replace(/ 0s$/, "").replace(/hr 0m$/, "hr")}`;
}

/** Seconds east of Greenwich, in the zone of the settings. */
function zoneOffset(epoch: number): number {
  const whole = Math.floor(epoch);
  return Math.round(Date.parse(`${exactTime(whole).replace(" ", "T")}Z`) / 1000) - whole;
}
