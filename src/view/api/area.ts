/** A target that somebody may choose or look for. */
export interface TargetRow {
  readonly target: string;
  /** How many runs it has. */
  readonly runs: number;
  /** Whether it is a section of `runconfigs.config`. */
  readonly inRunconfigs: boolean;
}

/** A test that somebody may choose or look for: one that has a source directory or had when it last ran. */
export interface TestSummary {
  readonly testname: string;
  /** Of its sources; undefined when they are gone. */
  readonly directory?: string;
  readonly author: string;
  readonly owner: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly jobgroup: string;
}

/** A run name, in however many targets. */
export interface RunNameRow {
  readonly runname: string;
  readonly runs: number;
  /** Epoch seconds of the newest of them. */
  readonly event_time: number;
}

/** A tag of `[test_meta]`. */
export interface TagRow {
  readonly tag: string;
  /** How many tests have it. */
  readonly tests: number;
}

/** `GET config`: what the area's configuration says, resolved. */
export interface AreaConfig {
  readonly files: readonly ConfigFile[];
  /** In the order of the file. */
  readonly sections: readonly ConfigSection[];
}

export interface ConfigFile {
  readonly path: string;
  /** Undefined for who may not see all values, and when it cannot be read. */
  readonly text?: string;
  /** It was changed after the dashboard read it. */
  readonly isChanged: boolean;
}

export interface ConfigSection {
  readonly name: string;
  readonly variables: readonly ConfigRow[];
}

export interface ConfigRow {
  readonly name: string;
  /** Empty when masked. */
  readonly value: string;
  readonly masked: boolean;
  /** Where it is defined. */
  readonly file: string;
  readonly line: number;
}

/** `GET id`: the names that belong to ids of the database; of a run alone without a test. */
export interface NamesOfId {
  readonly t: string;
  readonly r: string;
  readonly n?: string;
  readonly i?: string;
}
