const lineFeed = 10;
const carriageReturn = 13;

/** A longer line is cut, so that a log without line ends needs no more memory than one with them. */
export const maximumLine = 1024 * 1024;

/**
 * Cuts a stream of bytes into blocks of whole lines, each ending in LF: a line of the log ends at LF, CR LF or a lone CR.
 *
 * @see spec 08 § 4, corrections
 */
export class LineBlocks {
  #rest: Buffer = Buffer.alloc(0);

  /** The lines that are complete now, in few blocks that may share memory with the chunk. */
  push(chunk: Buffer): Buffer[] {
    const blocks: Buffer[] = [];
    // Only the line that goes across the border is copied.
    const border = this.#rest.length === 0 ? 0 : lengthOfFirstLine(chunk);
    if (border > 0) blocks.push(this.#take(Buffer.concat([this.#rest, chunk.subarray(0, border)])));
    if (border < chunk.length) blocks.push(this.#take(chunk.subarray(border)));
    blocks.push(this.#cutRest());
    return blocks.filter((block) => block.length > 0);
  }

  /** What was left: the last line, if it did not end. */
  end(): Buffer[] {
    const rest = this.#rest;
    this.#rest = Buffer.alloc(0);
    return rest.length === 0 ? [] : [withLineFeeds(Buffer.concat([rest, Buffer.of(lineFeed)]))];
  }

  /** The lines that are complete; what is behind them becomes the rest. */
  #take(bytes: Buffer): Buffer {
    const end = endOfLines(bytes);
    // A copy, so that a small rest does not keep a large chunk alive.
    this.#rest = Buffer.from(bytes.subarray(end));
    return withLineFeeds(bytes.subarray(0, end));
  }

  #cutRest(): Buffer {
    const pieces: Buffer[] = [];
    while (this.#rest.length >= maximumLine) {
      pieces.push(this.#rest.subarray(0, maximumLine - 1), Buffer.of(lineFeed));
      this.#rest = this.#rest.subarray(maximumLine - 1);
    }
    return Buffer.concat(pieces);
  }
}

/** Up to its LF, else all there is. */
function lengthOfFirstLine(bytes: Buffer): number {
  const end = bytes.indexOf(lineFeed);
  return end < 0 ? bytes.length : end + 1;
}

/** Where the last complete line ends. A CR at the very end may be the first half of CR LF. */
function endOfLines(bytes: Buffer): number {
  return Math.max(bytes.lastIndexOf(lineFeed), bytes.subarray(0, -1).lastIndexOf(carriageReturn)) + 1;
}

function withLineFeeds(bytes: Buffer): Buffer {
  if (!bytes.includes(carriageReturn)) return bytes;
  const lines = Buffer.allocUnsafe(bytes.length);
  let length = 0;
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index] ?? 0;
    if (byte !== carriageReturn) lines[length++] = byte;
    else if (bytes[index + 1] !== lineFeed) lines[length++] = lineFeed;
  }
  return lines.subarray(0, length);
}
