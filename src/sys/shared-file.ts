import { linkSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { errnoOf } from "../base/index.js";
import { writeFileAtomic } from "./files.js";
import { encodeText } from "./text.js";

interface WrittenFile {
  readonly path: string;
  readonly inode: number;
  readonly mtimeMs: number;
}

/** A text that many directories get as a file: written once, then a hard link wherever the file system allows one. */
export class SharedFile {
  readonly #name: string;
  readonly #bytes: Uint8Array;
  /** The file that links are made to, as it was when we wrote it. */
  #written: WrittenFile | undefined;

  constructor(name: string, text: string) {
    this.#name = name;
    this.#bytes = encodeText(text);
  }

  /**
   * Puts the file into a directory, over an older one. A reader sees the old or the new text or no file, never a part.
   *
   * @throws what the file system says, also when the text cannot be read back; then there is no file
   */
  leaveIn(directory: string): void {
    const path = join(directory, this.#name);
    if (!this.#isInPlace(path) && !this.#link(path)) this.#write(path);
  }

  #isInPlace(path: string): boolean {
    return this.#written?.path === path && isUnchanged(this.#written);
  }

  #link(path: string): boolean {
    const written = this.#written;
    if (written === undefined || !isUnchanged(written)) return false;
    try {
      linkOver(written.path, path);
      return true;
    } catch {
      return false;
    }
  }

  #write(path: string): void {
    writeFileAtomic(path, this.#bytes);
    if (!readFileSync(path).equals(this.#bytes)) {
      rmSync(path);
      throw new Error(`${path} does not hold what was written to it`);
    }
    const { ino, mtimeMs } = statSync(path);
    this.#written = { path, inode: ino, mtimeMs };
  }
}

/** Others may have removed the file, or put another one in its place. */
function isUnchanged({ path, inode, mtimeMs }: WrittenFile): boolean {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats?.ino === inode && stats.mtimeMs === mtimeMs;
}

function linkOver(existing: string, path: string): void {
  try {
    linkSync(existing, path);
  } catch (error) {
    if (errnoOf(error) !== "EEXIST") throw error;
    rmSync(path);
    linkSync(existing, path);
  }
}
