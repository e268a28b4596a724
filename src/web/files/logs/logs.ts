import type { FileHandle } from "node:fs/promises";
import type { LogLine, LogState, LogWindow } from "../../../view/index.js";
import type { OpenFile } from "../roots.js";
import { logLine, moreBytes, moreOfLine } from "./cut-line.js";
import { IndexedLog, readAt } from "./indexed-log.js";
import { lastLines, readLines, skipLines } from "./read-lines.js";
import { Unpacked } from "./unpacked.js";

/** Logs whose index is kept, and compressed ones that are kept unpacked. */
const keptLogs = 200;
const keptUnpacked = 4;
/** Of the text in an answer; with the rest around it below the 2 MB of spec 06 § 19. */
const answerBytes = 1_900_000;
/** As far from the end are last lines looked for while they have no numbers. */
const tailBytes = 1 << 20;
/** A NUL among the first bytes makes a file binary. */
const binarySample = 8192;

/** Which lines. */
export type LinesAsked = {
  readonly raw: boolean;
} & (
  | { readonly kind: "from"; readonly from: number; readonly count: number }
  /** The last lines; none of them just counts on. */
  | { readonly kind: "tail"; readonly count: number }
  /** The part of one line after so many of its bytes. */
  | { readonly kind: "more"; readonly line: number; readonly skip: number }
);

/** A log to be read: unpacked if it was compressed. */
export interface ReadableLog {
  readonly file: FileHandle;
  readonly log: IndexedLog;
  /** Undefined when the file is as it was written. */
  readonly unpacked?: Unpacked;
}

/** The logs that were looked at lately, with their indexes. Lives as long as the thread that answers queries. */
export class Logs {
  readonly #logs = new Map<string, IndexedLog>();
  readonly #unpacked = new Map<string, Promise<Unpacked>>();

  /** Lines of a log; spec 06 § 25.1. */
  async lines(open: OpenFile, asked: LinesAsked): Promise<LogWindow> {
    return this.read(open, async (readable) => {
      const { file, log } = readable;
      const last = asked.kind === "from" ? asked.from - 1 + asked.count : asked.kind === "more" ? asked.line : Number.POSITIVE_INFINITY;
      await log.look(file, (index) => index.finishedLines >= last);
      const state = stateOf(readable);
      if (await isBinary(file)) return { state, binary: true, lines: [] };
      return { state, binary: false, ...(await linesAsked(readable, state, asked)) };
    });
  }

  /** Gives back the space of what was unpacked. */
  async close(): Promise<void> {
    for (const unpacked of this.#unpacked.values()) await (await unpacked).drop();
    this.#unpacked.clear();
  }

  /** Works with a log, unpacking it if it is compressed. */
  async read<T>(open: OpenFile, work: (readable: ReadableLog) => Promise<T>): Promise<T> {
    const log = kept(this.#logs, open.path, keptLogs, () => new IndexedLog());
    if (!(await isPacked(open))) return work({ file: open.file, log });
    const { ino, size, mtimeMs } = open.stats;
    const unpacked = await kept(
      this.#unpacked,
      `${open.path} ${ino} ${size} ${mtimeMs}`,
      keptUnpacked,
      () => Unpacked.start(open),
      (dropped) => void dropped.then((old) => old.drop()),
    );
    return unpacked.use((file) => work({ file, log, unpacked }));
  }
}

/** What is known of a log. */
export function stateOf({ log, unpacked }: ReadableLog): LogState {
  const { state } = log;
  if (unpacked === undefined) return state;
  return { ...state, complete: state.complete && unpacked.isFinished, cutBecause: unpacked.cutBecause };
}

/** The value of a key, which becomes the one used last; the one not used for longest goes. */
function kept<T>(map: Map<string, T>, key: string, most: number, make: () => T, drop?: (old: T) => void): T {
  const value = map.get(key) ?? make();
  map.delete(key);
  map.set(key, value);
  const [oldest] = map;
  if (map.size > most && oldest !== undefined) {
    map.delete(oldest[0]);
    drop?.(oldest[1]);
  }
  return value;
}

async function isPacked({ path, file }: OpenFile): Promise<boolean> {
  return path.endsWith(".gz") && (await readAt(file, 0, 2)).equals(Buffer.from([0x1f, 0x8b]));
}

async function isBinary(file: FileHandle): Promise<boolean> {
  return (await readAt(file, 0, binarySample)).includes(0);
}

async function linesAsked(readable: ReadableLog, state: LogState, asked: LinesAsked): Promise<Pick<LogWindow, "from" | "lines">> {
  switch (asked.kind) {
    case "more":
      return { from: asked.line, lines: await moreOf(readable, asked) };
    case "from":
      return { from: asked.from, lines: await numberedLines(readable, asked.from - 1, asked.count, asked.raw) };
    case "tail": {
      if (!state.complete) return { lines: await tailLines(readable, state.bytes, asked) };
      const first = Math.max(0, state.lines - asked.count);
      return { from: first + 1, lines: await numberedLines(readable, first, asked.count, asked.raw) };
    }
  }
}

/** @param line from 0 */
async function offsetOf({ file, log }: ReadableLog, line: number): Promise<number> {
  const { index } = log;
  const place = index.before(line);
  return skipLines(file, place.offset, line - place.line, index.counted);
}

/** @param first from 0; none when it is not counted yet */
async function numberedLines(readable: ReadableLog, first: number, count: number, raw: boolean): Promise<LogLine[]> {
  const { file, log } = readable;
  const { index } = log;
  // What was counted may end in the middle of a line.
  const known = index.counted < log.state.bytes ? index.finishedLines : index.lines;
  if (first >= known) return [];
  return gather(file, await offsetOf(readable, first), index.counted, Math.min(count, known - first), raw);
}

async function tailLines({ file }: ReadableLog, end: number, { count, raw }: { count: number; raw: boolean }): Promise<LogLine[]> {
  return gather(file, await lastLines(file, end, count, Math.max(0, end - tailBytes)), end, count, raw);
}

async function gather(file: FileHandle, offset: number, end: number, count: number, raw: boolean): Promise<LogLine[]> {
  const lines: LogLine[] = [];
  let bytes = 0;
  if (count === 0) return lines;
  for await (const line of readLines(file, offset, end)) {
    const shown = logLine(line, raw);
    bytes += Buffer.byteLength(JSON.stringify(shown)) + 1;
    if (bytes > answerBytes && lines.length > 0) break;
    lines.push(shown);
    if (lines.length === count) break;
  }
  return lines;
}

async function moreOf(readable: ReadableLog, { line, skip, raw }: { line: number; skip: number; raw: boolean }): Promise<LogLine[]> {
  const { file, log } = readable;
  const offset = await offsetOf(readable, line - 1);
  const next = await skipLines(file, offset, 1, log.index.counted);
  // The newline is no part of the line.
  const bytes = next - offset - (line <= log.index.finishedLines ? 1 : 0);
  if (skip >= bytes) return [];
  const part = await readAt(file, offset + skip, Math.min(moreBytes, bytes - skip));
  return [moreOfLine(part, skip, bytes, raw)];
}
