import { existsSync, linkSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { errnoOf, Failure } from "../../base/index.js";
import { hostName, isDirectory, makeDirectories, removeTree } from "../../sys/index.js";
import { aboutFile, type Told, tellName } from "./places.js";

const mark = ".megatest-copy-";

/**
 * The directory of a copy. It is written under another name beside it and takes the place of an older copy when it is whole, so that nobody ever sees
 * half a copy. Files that are as they were stay the same files, with their times.
 */
export class CopyDirectory {
  readonly #final: string;
  readonly #new: string;
  readonly #made = new Set<string>();
  /** Bytes of all files so far. */
  size = 0;

  private constructor(final: string) {
    this.#final = final;
    this.#new = besides(final, `new-${hostName()}-${process.pid}`);
  }

  /** @throws Failure `usage` when there is something else than a copy; `io` when it cannot be written */
  static async begin(final: string): Promise<CopyDirectory> {
    refuseOther(final);
    return explained(final, async () => {
      const parent = dirname(final);
      makeDirectories(parent);
      await removeLeftovers(final);
      const directory = new CopyDirectory(final);
      mkdirSync(directory.#new);
      return directory;
    });
  }

  /** @throws Failure `disk-space`, `io` */
  write(path: string, content: string | Uint8Array): Promise<void> {
    return explained(this.#final, async () => {
      const bytes = typeof content === "string" ? Buffer.from(content) : Buffer.from(content);
      const [file, before] = [join(this.#new, path), join(this.#final, path)];
      this.#makeFolder(dirname(file));
      if (!isSame(before, bytes) || !linked(before, file)) writeFileSync(file, bytes);
      this.size += bytes.length;
    });
  }

  tell(path: string, told: Told): Promise<void> {
    return this.write(path, scriptOf(path, told));
  }

  /** The copy is whole. */
  publish(): Promise<void> {
    return explained(this.#final, async () => {
      const old = besides(this.#final, `old-${hostName()}-${process.pid}`);
      const hasOld = existsSync(this.#final);
      if (hasOld) renameSync(this.#final, old);
      renameSync(this.#new, this.#final);
      if (hasOld) await removeTree(old);
    });
  }

  async discard(): Promise<void> {
    await removeTree(this.#new);
  }

  #makeFolder(folder: string): void {
    if (this.#made.has(folder)) return;
    makeDirectories(folder);
    this.#made.add(folder);
  }
}

/** JSON in a string, not as source: so names such as `__proto__` are names, and it is read faster. */
export function scriptOf(path: string, told: Told): string {
  const text = JSON.stringify(told).replace(/[\\'\u2028\u2029]/g, (found) => `\\${{ "\u2028": "u2028", "\u2029": "u2029" }[found] ?? found}`);
  return `${tellName}("${path}",JSON.parse('${text}'))\n`;
}

const besides = (final: string, what: string) => join(dirname(final), `.${basename(final)}${mark}${what}`);

function refuseOther(final: string): void {
  if (!existsSync(final)) return;
  if (!isDirectory(final)) throw new Failure("usage", `-export ${final}: this is a file; give a directory`);
  const isCopy = existsSync(join(final, aboutFile));
  if (isCopy || readNames(final).length === 0) return;
  throw new Failure("usage", `-export ${final}: there is something else than a copy of a dashboard; give another directory, or empty this one`);
}

function readNames(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    // What cannot be read is not ours.
    return ["?"];
  }
}

/** Of copies that were killed: on this host, or a day ago. */
async function removeLeftovers(final: string): Promise<void> {
  const prefix = `.${basename(final)}${mark}`;
  for (const name of readdirSync(dirname(final)).filter((one) => one.startsWith(prefix))) {
    const path = join(dirname(final), name);
    const isOld = Date.now() - statSync(path).mtimeMs > 86_400_000;
    const [, kind, host, pid] = /^(new|old)-(.*)-(\d+)$/.exec(name.slice(prefix.length)) ?? [];
    if (!isOld && (host !== hostName() || isRunning(Number(pid)))) continue;
    // Killed between two renames, it left the older copy under that name only.
    if (kind === "old" && !existsSync(final)) renameSync(path, final);
    else await removeTree(path);
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errnoOf(error) === "EPERM";
  }
}

function isSame(path: string, bytes: Buffer): boolean {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats?.isFile() === true && stats.size === bytes.length && readFileSync(path).equals(bytes);
}

function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch {
    return false;
  }
}

async function explained<T>(final: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const code = errnoOf(error);
    if (code === undefined) throw error;
    if (code === "ENOSPC" || code === "EDQUOT") {
      throw new Failure("disk-space", `-export ${final}: no room is left there; make some, or copy fewer runs (-cols N, -logs none)`, 1, {
        cause: error,
      });
    }
    throw new Failure("io", `-export ${final}: cannot be written: ${error instanceof Error ? error.message : code}`, 1, { cause: error });
  }
}
