import { type DiffPart, type EqualRun, equalRuns, type LogDiff, numbered } from "../../../../view/index.js";
import { decode } from "../cut-line.js";
import { type ReadableLog, stateOf } from "../logs.js";
import { readLines } from "../read-lines.js";
import { plainLine } from "../terminal-text.js";
import { type Ignored, normalLine } from "./normal-line.js";

/** Longer logs are not compared; spec 06 § 25.9. */
const mostLines = 50_000;
const mostBytes = 64 << 20;
/** Parts in an answer: it must stay below 2 MB. */
const mostParts = 20_000;

/** The lines that are equal and those that differ in two logs. */
export async function logDiff(left: ReadableLog, right: ReadableLog, ignored: Ignored): Promise<LogDiff> {
  const numbers = new Map<string, number>();
  for (const log of [left, right]) {
    await log.log.look(log.file, ({ finishedLines }) => finishedLines > mostLines);
    const { lines, bytes } = stateOf(log);
    if (lines > mostLines || bytes > mostBytes) return { parts: [], notice: `logs are compared up to ${mostLines} lines or ${mostBytes >> 20} MB` };
  }
  const [a, b] = [numbered(await comparedLines(left, ignored), numbers), numbered(await comparedLines(right, ignored), numbers)];
  const parts = partsOf(equalRuns(a, b), a.length, b.length);
  if (parts.length > mostParts) return { parts: [], notice: "these logs have hardly a line in common" };
  return { parts, notice: "" };
}

/** What is compared of each line. */
async function comparedLines({ file, log }: ReadableLog, ignored: Ignored): Promise<string[]> {
  const lines: string[] = [];
  for await (const { head, tail, bytes } of readLines(file, 0, log.index.counted)) {
    const written = tail === undefined ? decode(head) : `${decode(head)}${bytes}${decode(tail)}`;
    lines.push(normalLine(plainLine(written), ignored));
  }
  return lines;
}

function partsOf(runs: readonly EqualRun[], leftLines: number, rightLines: number): DiffPart[] {
  const parts: DiffPart[] = [];
  let [left, right] = [0, 0];
  const changed = (leftEnd: number, rightEnd: number) => {
    if (leftEnd > left || rightEnd > right) parts.push(part("changed", left, leftEnd - left, right, rightEnd - right));
  };
  for (const run of runs) {
    changed(run.left, run.right);
    parts.push(part("same", run.left, run.count, run.right, run.count));
    [left, right] = [run.left + run.count, run.right + run.count];
  }
  changed(leftLines, rightLines);
  return parts;
}

function part(kind: DiffPart["kind"], left: number, leftCount: number, right: number, rightCount: number): DiffPart {
  return { kind, left: { line: left + 1, count: leftCount }, right: { line: right + 1, count: rightCount } };
}
