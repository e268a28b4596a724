import { readFileSync, type Stats, statSync } from "node:fs";
import { errnoOf, Failure, messageOf } from "../base/index.js";
import { decodeBytes, encodeText } from "../sys/index.js";
import { splitLines } from "./text.js";

/** A line after joining. */
export interface Line {
  readonly text: string;
  /** Number of its first physical line, from 1. */
  readonly number: number;
}

/** Splits text into lines; a line whose very last character is `\` takes the next one in as it is. Spec 01 § 3, step 1. */
export function joinLines(text: string): Line[] {
  const joined: Line[] = [];
  const physical = splitLines(text);
  for (let index = 0; index < physical.length; index++) {
    const number = index + 1;
    let line = physical[index] ?? "";
    while (line.endsWith("\\")) {
      line = line.slice(0, -1) + (physical[index + 1] ?? "");
      if (index < physical.length) index++;
    }
    joined.push({ text: line, number });
  }
  return joined;
}

/** A file as it was read. */
interface FileLines {
  /** Changes when the file does; empty when there is none. */
  readonly stamp: string;
  /** undefined when there is no such file. */
  readonly lines: readonly Line[] | undefined;
}

const cachedFiles = new Map<string, FileLines>();
const noFile: FileLines = { stamp: "", lines: undefined };
const maxCachedFiles = 1000;
const maxCachedBytes = 65_536;

/**
 * The joined lines of a file. A testconfig is read once per item, so small files are
 * remembered until they change.
 *
 * @param includedFrom `FILE:LINE`, for the message
 * @throws Failure `io` when the file exists but cannot be read
 */
export function readLines(path: string, includedFrom?: string): FileLines {
  try {
    const bytes = encodeText(path);
    const stats = statSync(bytes, { throwIfNoEntry: false });
    if (stats === undefined) return noFile;
    const stamp = stampOf(stats);
    const cached = cachedFiles.get(path);
    if (cached?.stamp === stamp) return cached;
    const file = { stamp, lines: joinLines(decodeBytes(readFileSync(bytes))) };
    if (isSettled(stats)) remember(path, file);
    return file;
  } catch (error) {
    if (isMissing(error)) return noFile;
    const where = includedFrom === undefined ? "" : ` (included from ${includedFrom})`;
    throw new Failure("io", `cannot read ${path}: ${messageOf(error)}${where}`, 1, { cause: error });
  }
}

/** The stamp that a file has now; empty when there is none. */
export function fileStamp(path: string): string {
  try {
    return stampOf(statSync(encodeText(path)));
  } catch {
    return "";
  }
}

const stampOf = (stats: Stats) => `${stats.mtimeMs} ${stats.ctimeMs} ${stats.size} ${stats.ino}`;

/** A file changed a moment ago may change again without a visible change of its times. */
function isSettled(stats: Stats): boolean {
  return stats.isFile() && stats.size <= maxCachedBytes && Date.now() - Math.max(stats.mtimeMs, stats.ctimeMs) > 2000;
}

function remember(path: string, file: FileLines): void {
  const [oldest] = cachedFiles.keys();
  if (cachedFiles.size >= maxCachedFiles && oldest !== undefined) cachedFiles.delete(oldest);
  cachedFiles.set(path, file);
}

function isMissing(error: unknown): boolean {
  return ["ENOENT", "ENOTDIR", "ENAMETOOLONG", "ELOOP", "ERR_INVALID_ARG_VALUE"].includes(errnoOf(error) ?? "");
}
