import { type Told, tellName } from "./places.js";

/** What a file of data tells, by name; undefined when there is no such file. */
export type Loaded = ReadonlyMap<string, unknown> | undefined;

/** Runs a script of the copy; resolves when it has run, or cannot. Only the page can do that. */
export type LoadScript = (path: string) => Promise<void>;

/** Reads the files of data: scripts, since a page from disk may not fetch. Each is read once. */
export class Loader {
  readonly #told = new Map<string, ReadonlyMap<string, unknown>>();
  readonly #loads = new Map<string, Promise<Loaded>>();

  constructor() {
    Object.assign(globalThis, { [tellName]: (path: string, told: Told) => this.#told.set(path, new Map(told)) });
  }

  /** What was told by a file that the page itself has loaded. */
  present(path: string): Loaded {
    return this.#told.get(path);
  }

  load(path: string, loadScript: LoadScript): Promise<Loaded> {
    const known = this.#loads.get(path) ?? loadScript(path).then(() => this.#told.get(path));
    this.#loads.set(path, known);
    return known;
  }
}
