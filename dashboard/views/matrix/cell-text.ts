import { formatDuration } from "../../../src/base/index.js";
import { type CellKind, classTraits } from "../../../src/view/index.js";
import type { CellValue } from "./data/block.js";
import type { Look } from "./data/looks.js";

/** What a cell says. */
export function cellWords(kind: CellKind, look: Look | undefined, cell: CellValue, now: number): string {
  if (look === undefined) return "";
  switch (kind) {
    case "status":
      return look.text;
    case "glyph":
      return classTraits[look.name].glyph;
    case "duration":
      return shortDuration(cell.duration);
    case "delta":
      return delta(cell);
    case "age":
      return cell.time === undefined ? "" : shortAge(now - cell.time);
    default:
      return cell.value;
  }
}

/** px of a letter on average, in the capitals of states and statuses. */
const letterWidth = 7.5;

/** A text cut to a width in px: cells do not clip, since that makes scrolling slow. */
export function fitting(text: string, width: number): string {
  const most = Math.max(1, Math.floor((width - 6) / letterWidth));
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}

/** `5d`, `11h`, `3m`: in the largest unit. */
export function shortAge(seconds: number): string {
  if (seconds < 3600) return `${Math.max(0, Math.floor(seconds / 60))}m`;
  return seconds < 2 * 86_400 ? `${Math.floor(seconds / 3600)}h` : `${Math.floor(seconds / 86_400)}d`;
}

/** `1h 2m`, `3m 20s`: what fits into a cell. */
function shortDuration(seconds: number | undefined): string {
  if (seconds === undefined) return "";
  return seconds >= 3600 ? `${Math.floor(seconds / 3600)}h ${Math.floor((seconds % 3600) / 60)}m` : formatDuration(seconds);
}

function delta({ duration, before }: CellValue): string {
  if (duration === undefined || before === undefined) return "";
  const difference = duration - before;
  return difference === 0 ? "=" : `${difference > 0 ? "+" : "−"}${shortDuration(Math.abs(difference))}`;
}

/** `2 minutes 5 seconds`, for a screen reader. */
function spokenDuration(seconds: number): string {
  const parts = [
    [Math.floor(seconds / 3600), "hour"],
    [Math.floor((seconds % 3600) / 60), "minute"],
    [seconds % 60, "second"],
  ] as const;
  const said = parts.filter(([count]) => count > 0).map(([count, unit]) => `${count} ${unit}${count === 1 ? "" : "s"}`);
  return said.length === 0 ? "0 seconds" : said.join(" ");
}

/** "unit/lin, run nightly-3, failed, 2 minutes 5 seconds"; spec 06 § 21. `items`: of a collapsed test, in words. */
export function spokenCell(row: string, run: string, look: Look | undefined, items: string | undefined, duration: number | undefined): string {
  const parts = [row, `run ${run}`, look === undefined ? "no record" : spokenVerdict(look)];
  if (items !== undefined) parts.push(`items: ${items}`);
  if (look !== undefined && duration !== undefined && duration > 0) parts.push(spokenDuration(duration));
  return parts.join(", ");
}

/** The words of the class, and those of the record where they say more. */
function spokenVerdict({ name, verdict, text }: Look): string {
  const title = classTraits[name].title;
  const saysAll = name === "fail" ? verdict.status === "FAIL" : !["killed", "blocked", "other", "removing", "preq"].includes(name);
  return saysAll ? title : `${title} (${text})`;
}
