import { type Area, isArea, outside, realPath, setUpArea } from "../area/index.js";
import { Failure } from "../base/index.js";
import { liveDirectory, type Records } from "../store/index.js";
import { isDirectory } from "../sys/index.js";
import type { Context } from "./context.js";
import { openAreaRecords } from "./open.js";

interface Destination {
  readonly area: Area;
  readonly records: Records;
}

/** Runs that cannot go now go with the next command: nobody waits for a host that is off. */
const tries = 3;

/** The areas where runs go to, each opened once. */
export class Destinations {
  readonly #context: Context;
  readonly #source: Area;
  readonly #opened = new Map<string, Promise<Destination>>();

  constructor(context: Context, source: Area) {
    this.#context = context;
    this.#source = source;
  }

  /**
   * @param path absolute
   * @throws Failure `no-area` when there is none; `bad-config` when its keys are others, `read-only`; as opening records
   * @see spec 04 § 23.6
   */
  async open(path: string): Promise<Records> {
    return (await this.#opening(path)).records;
  }

  /** The directories of this host on whose disks the records of an area are kept. Throws as {@link open}. */
  async directories(path: string): Promise<string[]> {
    const { toppath, name } = (await this.#opening(path)).area;
    return [toppath, liveDirectory({ toppath, areaName: name })].filter(isDirectory);
  }

  async close(): Promise<void> {
    for (const opened of this.#opened.values()) await (await opened.catch(() => undefined))?.records.close();
  }

  #opening(path: string): Promise<Destination> {
    const opened = this.#opened.get(path) ?? this.#open(path);
    this.#opened.set(path, opened);
    return opened;
  }

  async #open(path: string): Promise<Destination> {
    if (realPath(path) === realPath(this.#source.toppath)) throw new Failure("usage", `the destination ${path} is this area`);
    if (!isDirectory(path) || !isArea(path)) {
      throw new Failure(
        "no-area",
        `there is no area ${path}: a destination needs a megatest.config with the same [fields], and [setup] linktree and area-name`,
      );
    }
    const { env, log, program } = this.#context;
    const area = setUpArea({ env: outside(env), cwd: path, log });
    const [here, there] = [this.#source.keys.join("/"), area.keys.join("/")];
    if (here !== there) throw new Failure("bad-config", `keys differ: ${here} here, ${there} in ${path}`);
    const records = await openAreaRecords(area, { program, tries });
    if (!records.readOnly) return { area, records };
    await records.close();
    throw new Failure("read-only", `destination ${path} is read-only`);
  }
}
