import { type FileHandle, mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { errnoOf, messageOf } from "../../../base/index.js";
import type { OpenFile } from "../roots.js";

/** As much is unpacked of a compressed log. */
const maximumBytes = 2 ** 30;

class TooLarge extends Error {}

/**
 * A `.gz` unpacked into a file without a name, which vanishes with this process: compressed data cannot be read from the middle. It grows while it is
 * unpacked, and can be read meanwhile like a log that is being written.
 */
export class Unpacked {
  /** Settled when all is unpacked. */
  readonly finished: Promise<void>;
  #isFinished = false;
  #cutBecause = "";
  #users = 0;
  #isDropped = false;

  private constructor(
    readonly file: FileHandle,
    packed: OpenFile,
  ) {
    this.finished = this.#unpack(packed);
  }

  static async start(packed: OpenFile): Promise<Unpacked> {
    const folder = await mkdtemp(join(tmpdir(), "megatest-log-"));
    try {
      return new Unpacked(await open(join(folder, "log"), "wx+", 0o600), packed);
    } finally {
      await rm(folder, { recursive: true });
    }
  }

  get isFinished(): boolean {
    return this.#isFinished;
  }

  /** Why the text ends before the compressed data do; empty when it does not. */
  get cutBecause(): string {
    return this.#cutBecause;
  }

  /** Lets the file be used; it is not closed meanwhile. */
  async use<T>(work: (file: FileHandle) => Promise<T>): Promise<T> {
    this.#users++;
    try {
      return await work(this.file);
    } finally {
      this.#users--;
      await this.#closeUnused();
    }
  }

  /** Gives the space back when nobody uses it any more. */
  async drop(): Promise<void> {
    this.#isDropped = true;
    await this.#closeUnused();
  }

  async #closeUnused(): Promise<void> {
    if (this.#isDropped && this.#users === 0 && this.#isFinished) await this.file.close();
  }

  async #unpack(packed: OpenFile): Promise<void> {
    const source = await open(`/proc/self/fd/${packed.file.fd}`);
    let written = 0;
    const write = async (bytes: Buffer) => {
      if (written + bytes.length > maximumBytes || this.#isDropped) throw new TooLarge();
      await this.file.write(bytes, 0, bytes.length, written);
      written += bytes.length;
    };
    const sink = new Writable({
      write: (bytes: Buffer, _, done) => void write(bytes).then(() => done(), done),
    });
    try {
      await pipeline(source.createReadStream(), createGunzip(), sink);
    } catch (error) {
      this.#cutBecause = reasonOf(error);
    }
    this.#isFinished = true;
    await this.#closeUnused();
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof TooLarge) return `only the first ${maximumBytes / 2 ** 20} MB of the compressed log are shown`;
  if (errnoOf(error) === "Z_BUF_ERROR") return "the compressed log ends in the middle";
  return `the compressed log cannot be unpacked further: ${messageOf(error)}`;
}
