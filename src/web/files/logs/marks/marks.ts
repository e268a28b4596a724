import type { FileHandle } from "node:fs/promises";
import type { LogMark, LogMarks } from "../../../../view/index.js";
import { decode } from "../cut-line.js";
import { type ReadableLog, stateOf } from "../logs.js";
import { readLines } from "../read-lines.js";
import { LogproPage, type PageMark, unescaped } from "./logpro-page.js";

/** Larger pages are not looked through. */
const largestPage = 128 << 20;
/** In one answer; spec 06 § 19. */
const shownMarks = 5000;

/** Classes of rules whose lines are bad ones; the first of them is shown first. */
const errors = new Set(["error", "abort", "check", "skip", "value", "required"]);
const warnings = new Set(["warning", "required-warn"]);

/** Where the page of logpro lies that was made from a log; undefined when its name is none of a step's log. Spec 03 § 10 */
export function pageOf(log: string): string | undefined {
  return /\.log(\.gz)?$/.test(log) ? log.replace(/\.log(\.gz)?$/, ".html") : undefined;
}

/** No marks, and why. */
export const noMarks = (page: string, notice: string): LogMarks => ({ page, marks: [], total: 0, notice });

/**
 * The marks of a log's lines, from the page of logpro.
 *
 * @param path of the page, to be told
 * @see spec 06 § 25.8
 */
export async function readMarks(readable: ReadableLog, page: FileHandle, path: string): Promise<LogMarks> {
  const { size } = await page.stat();
  if (size > largestPage) return noMarks(path, `${path} has more than ${largestPage >> 20} MB: its marks are not shown`);
  const parsed = new LogproPage();
  for await (const _ of linesOfLog(parsed, page, size));
  const { complete, lines } = stateOf(readable);
  const isLineByLine = parsed.lines === lines || !complete;
  const numbered = isLineByLine ? parsed.marks : await aligned(readable, parsed.marks, linesOfLog(new LogproPage(), page, size));
  return answer(parsed, numbered, path);
}

function answer(page: LogproPage, numbered: readonly PageMark[], path: string): LogMarks {
  const rules = page.rules();
  const marks = numbered
    .filter(({ trigger }) => trigger !== "LogFileBodyStart")
    .map((mark): LogMark => {
      const rule = mark.rule === undefined ? undefined : rules.get(mark.rule);
      return { line: mark.line + 1, class: mark.class, description: rule?.description ?? mark.trigger ?? "", isFailed: rule?.isFailed === true };
    });
  const first = (classes: ReadonlySet<string>) => marks.find((mark) => mark.isFailed && classes.has(mark.class))?.line;
  const firstError = first(errors) ?? first(warnings);
  const lost = page.marks.length - numbered.length;
  const notice = [
    ...(marks.length > shownMarks ? [`the first ${shownMarks} of ${marks.length} marks are shown`] : []),
    ...(lost > 0 ? [`${lost} marked lines of ${path} are not in the log any more`] : []),
  ].join("; ");
  return { page: path, marks: marks.slice(0, shownMarks), total: marks.length, ...(firstError !== undefined && { firstError }), notice };
}

/** The lines of the log that the page shows. */
async function* linesOfLog(parsed: LogproPage, page: FileHandle, size: number): AsyncGenerator<string> {
  for await (const { head } of readLines(page, 0, size)) {
    const text = parsed.take(withoutReturn(decode(head)));
    if (text !== undefined) yield text;
  }
}

/** The page left lines out, or counted those that end with a carriage return: finds each of its lines in the log, in order. */
async function aligned({ file, log }: ReadableLog, marks: readonly PageMark[], texts: AsyncGenerator<string>): Promise<PageMark[]> {
  const found: PageMark[] = [];
  let wanted = await texts.next();
  let [next, mark, line] = [0, 0, 0];
  for await (const { head } of readLines(file, 0, log.index.counted)) {
    for (const part of withoutReturn(decode(head)).split("\r")) {
      if (wanted.done === true) return found;
      if (wanted.value !== part && unescaped(wanted.value) !== part) continue;
      const marked = marks[mark];
      if (marked?.line === next) {
        found.push({ ...marked, line });
        mark++;
      }
      next++;
      wanted = await texts.next();
    }
    line++;
  }
  return found;
}

function withoutReturn(line: string): string {
  return line.endsWith("\r") ? line.slice(0, -1) : line;
}
