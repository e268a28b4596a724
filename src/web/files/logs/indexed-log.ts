import type { FileHandle } from "node:fs/promises";
import type { LogState } from "../../../view/index.js";
import { LineIndex } from "./line-index.js";

const blockSize = 1 << 20;
/** Of the beginning and of the end of what was counted, compared to see whether a file was rewritten. */
const sampleSize = 1024;

/** As long is counted on for a question: when its lines are known already, so that small files are known as a whole; and when they are not. */
const momentMs = 30;
const countingMs = 400;

/** When an extension of the index has gone far enough. */
type Enough = (index: LineIndex) => boolean;

/** A log with the index of its lines, which follows the file as it grows; spec 06 § 25.1, 25.2. */
export class IndexedLog {
  #index = new LineIndex();
  #generation = 0;
  #identity = "";
  #size = 0;
  #modified = 0;
  /** The bytes at the beginning, and those that end where counting ended. */
  #head: Buffer = Buffer.alloc(0);
  #tail: Buffer = Buffer.alloc(0);
  /** The block that is being counted: questions that come meanwhile wait for it instead of counting it again. */
  #counting: Promise<void> | undefined;
  /** Comparisons happen one after the other: an old size must not be taken for a truncation. */
  #comparing: Promise<void> = Promise.resolve();

  get index(): LineIndex {
    return this.#index;
  }

  /** As far as it is known since the last {@link look}. */
  get state(): LogState {
    return {
      version: `${this.#identity}.${this.#generation}`,
      bytes: this.#size,
      counted: this.#index.counted,
      lines: this.#index.lines,
      complete: this.#index.counted >= this.#size,
      cutBecause: "",
      modified: this.#modified / 1000,
    };
  }

  /** Looks at the file, forgets the lines if they are no longer the same, and counts on: a moment in any case, and some time until it is enough. */
  async look(file: FileHandle, enough: Enough): Promise<void> {
    const compared = this.#comparing.then(() => this.#compare(file));
    this.#comparing = compared.catch(() => {});
    await compared;
    const start = performance.now();
    const timeLeft = () => performance.now() - start < (enough(this.#index) ? momentMs : countingMs);
    while (this.#index.counted < this.#size && timeLeft()) await this.#countOn(file);
  }

  async #compare(file: FileHandle): Promise<void> {
    const { dev, ino, size, mtimeMs } = await file.stat();
    const identity = `${dev.toString(36)}-${ino.toString(36)}`;
    const isTouched = mtimeMs !== this.#modified || size !== this.#size;
    // Of the same size but written to: something in the middle may be other than before.
    const isRewritten = isTouched && (size === this.#size || !(await this.#isContinued(file)));
    if (identity !== this.#identity || size < this.#index.counted || isRewritten) {
      this.#index = new LineIndex();
      this.#head = this.#tail = Buffer.alloc(0);
      this.#generation++;
    }
    this.#identity = identity;
    this.#size = size;
    this.#modified = mtimeMs;
  }

  /** Whether what was counted is still there, as far as samples tell. */
  async #isContinued(file: FileHandle): Promise<boolean> {
    const [head, tail, end] = [this.#head, this.#tail, this.#index.counted];
    const isSame = async (sample: Buffer, offset: number) => (await readAt(file, offset, sample.length)).equals(sample);
    return (await isSame(head, 0)) && (await isSame(tail, end - tail.length));
  }

  async #countOn(file: FileHandle): Promise<void> {
    this.#counting ??= this.#countBlock(file).finally(() => {
      this.#counting = undefined;
    });
    await this.#counting;
  }

  async #countBlock(file: FileHandle): Promise<void> {
    const index = this.#index;
    const bytes = await readAt(file, index.counted, Math.min(blockSize, this.#size - index.counted));
    if (index !== this.#index) return;
    // Shorter than a moment ago: the next look will say why.
    if (bytes.length === 0) this.#size = index.counted;
    if (this.#head.length < sampleSize) this.#head = Buffer.concat([this.#head, bytes.subarray(0, sampleSize - this.#head.length)]);
    this.#tail = Buffer.concat([this.#tail, bytes.subarray(-sampleSize)]).subarray(-sampleSize);
    index.add(bytes);
  }
}

/** The bytes there, fewer at the end of the file. */
export async function readAt(file: FileHandle, offset: number, length: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await file.read(bytes, filled, length - filled, offset + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}
