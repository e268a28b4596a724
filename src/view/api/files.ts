/** An entry of a directory. */
export interface FileRow {
  readonly name: string;
  /** What it is, or what its link leads to; `link` when that cannot be shown. */
  readonly kind: "file" | "directory" | "link" | "other";
  readonly size: number;
  /** Epoch seconds. */
  readonly mtime: number;
  /** Of a link: its text. */
  readonly target?: string;
  /** Whether it may be opened. */
  readonly shown: boolean;
}

/** `GET test/files`: a directory below the run directory. */
export interface FileList {
  /** The run directory. */
  readonly base: string;
  /** Below it; empty for itself. */
  readonly path: string;
  /** Entries in all. */
  readonly total: number;
  readonly items: readonly FileRow[];
}

/** `GET test/place`. */
export interface TestPlace {
  readonly rundir: string;
}

/** `POST tickets`: where the files of a run directory can be had for five minutes, without a token. Spec 06 § 33.5 */
export interface Ticket {
  /** `/files/<ticket>/`; append the path below the run directory. */
  readonly url: string;
  /** Epoch seconds. */
  readonly expires: number;
  /** Whether HTML pages may run scripts: `[dashboard] artefact-scripts`. */
  readonly scripts: boolean;
}
