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

  /** The lines that are complete now; may be empty. The result may share memory with the chunk. */
  push(chunk: Buffer): Buffer {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const end = endOfLines(bytes);
    // A copy, so that a small rest does not keep a large chunk alive.
    this.#rest = Buffer.from(bytes.subarray(end));
    const lines = withLineFeeds(bytes.subarray(0, end));
    return this.#rest.length < maximumLine ? lines : Buffer.concat([lines, this.#cutRest()]);
  }

  /** What was left: the last line, if it did not end. */
  end(): Buffer {
    const rest = this.#rest;
    this.#rest = Buffer.alloc(0);
    return rest.length === 0 ? rest : withLineFeeds(Buffer.concat([rest, Buffer.of(lineFeed)]));
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
