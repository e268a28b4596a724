import type { LogLine, LogWindow, TestRef } from "../../view/index.js";
import type { CopyAsker } from "./ask.js";
import type { CopyDirectory } from "./directory.js";
import { logFile } from "./places.js";

/** Lines that are asked for at once. */
const window = 2000;

/** Writes a log of a test, as far as it may be in a copy; false when it cannot be read, or has no lines. */
export async function copyLog(asker: CopyAsker, directory: CopyDirectory, test: TestRef, f: string, maxBytes: number): Promise<boolean> {
  const given = { ...givenOf(test), f };
  const lines: LogLine[] = [];
  let log: LogWindow | undefined;
  let bytes = 0;
  for (let isMore = true; isMore; ) {
    const part = await asker.ask("test/lines", { ...given, from: String(lines.length + 1), count: String(window) });
    if (part === undefined || part.binary) return false;
    log = part;
    for (const line of part.lines) {
      bytes += typeof line === "string" ? Buffer.byteLength(line) + 1 : line.bytes;
      if (bytes > maxBytes) break;
      lines.push(line);
    }
    // Lines may be counted later than they are read.
    isMore = bytes <= maxBytes && (part.lines.length > 0 || !part.state.complete);
  }
  if (log === undefined) return false;
  const cutBecause = bytes > maxBytes ? `the copy has the first ${lines.length} lines only (-max-log)` : log.state.cutBecause;
  const state = { ...log.state, counted: log.state.bytes, lines: lines.length, complete: true, cutBecause };
  const marks = await asker.ask("test/marks", given);
  const copied: LogWindow = { state, binary: false, from: 1, lines };
  await directory.tell(logFile(test, f), [["test/lines", copied], ...(marks === undefined ? [] : [["test/marks", marks] as const])]);
  return true;
}

/** A test as a question names it. */
export const givenOf = ({ t, r, n, i }: TestRef) => ({ t, r, n, i });
