import { isoWeek } from "../../base/index.js";
import { realOf } from "../numbers.js";
import { type SchemeValue, Vector } from "../values.js";
import { type Builtin, numberOf, textOf, vectorOf } from "./arguments.js";

const days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const months = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
const two = (value: number, filler = "0") => String(value).padStart(2, filler);

function dayOfYear(date: Date): number {
  return Math.round(
    (new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime() - new Date(date.getFullYear(), 0, 1).getTime()) / 86_400_000,
  );
}

/** What each `%X` of strftime stands for. */
const conversions: Readonly<Record<string, (date: Date) => string>> = {
  Y: (date) => String(date.getFullYear()),
  y: (date) => two(date.getFullYear() % 100),
  m: (date) => two(date.getMonth() + 1),
  d: (date) => two(date.getDate()),
  e: (date) => two(date.getDate(), " "),
  H: (date) => two(date.getHours()),
  I: (date) => two(date.getHours() % 12 || 12),
  M: (date) => two(date.getMinutes()),
  S: (date) => two(date.getSeconds()),
  p: (date) => (date.getHours() < 12 ? "AM" : "PM"),
  j: (date) => String(dayOfYear(date) + 1).padStart(3, "0"),
  w: (date) => String(date.getDay()),
  u: (date) => String(date.getDay() || 7),
  V: (date) => two(isoWeek(date).week),
  G: (date) => String(isoWeek(date).year),
  a: (date) => (days[date.getDay()] ?? "").slice(0, 3),
  A: (date) => days[date.getDay()] ?? "",
  b: (date) => (months[date.getMonth()] ?? "").slice(0, 3),
  B: (date) => months[date.getMonth()] ?? "",
  s: (date) => String(Math.floor(date.getTime() / 1000)),
  F: (date) => formatTime(date, "%Y-%m-%d"),
  D: (date) => formatTime(date, "%m/%d/%y"),
  T: (date) => formatTime(date, "%H:%M:%S"),
  R: (date) => formatTime(date, "%H:%M"),
  c: (date) => formatTime(date, "%a %b %e %H:%M:%S %Y"),
  n: () => "\n",
  t: () => "\t",
  "%": () => "%",
};

function formatTime(date: Date, format: string): string {
  return format.replace(/%([\s\S])/g, (whole, letter: string) => conversions[letter]?.(date) ?? whole);
}

/** Seconds, minutes, hours, day, month from 0, years since 1900, day of the week and of the year, and two for the zone. */
function timeVector(date: Date): Vector {
  const fields = [date.getSeconds(), date.getMinutes(), date.getHours(), date.getDate(), date.getMonth(), date.getFullYear() - 1900];
  return new Vector([...fields, date.getDay(), dayOfYear(date), false, date.getTimezoneOffset() * 60]);
}

function dateOf(vector: SchemeValue): Date {
  const [second = 0, minute = 0, hour = 0, day = 1, month = 0, year = 0] = vectorOf(vector).map((field) => (typeof field === "number" ? field : 0));
  return new Date(year + 1900, month, day, hour, minute, second);
}

const dateAt = (seconds: SchemeValue) => new Date(realOf(numberOf(seconds)) * 1000);

/** Local times; `now` gives epoch seconds. */
export function timeBuiltins(now: () => number): readonly Builtin[] {
  return [
    ["current-seconds", 0, 0, () => Math.floor(now())],
    ["seconds->local-time", 0, 1, ([seconds = now()]) => timeVector(dateAt(seconds))],
    ["time->string", 1, 2, ([time, format = "%c"]) => formatTime(dateOf(time), textOf(format))],
    ["seconds->wwdate", 1, 1, ([seconds]) => formatTime(dateAt(seconds), "%Yww%V.%w")],
  ];
}
