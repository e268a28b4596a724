import { type LiveEvent, parseRef, parseUrl, type RunRef, type TestRef } from "../../view/index.js";

/** The keys of what is shown. */
export interface ShownKeys {
  /** How many, of several areas that of the area included. */
  readonly count: number;
  /** Whether the first is the area. */
  readonly hasAreas: boolean;
}

/** What somebody follows; spec 06 § 20. */
export class Topics {
  /** Everything, for a dashboard that hands it on. */
  readonly #all: boolean;
  /** Changes of any run. */
  readonly #allRuns: boolean;
  /** And of any test. */
  readonly #allTests: boolean;
  readonly #jobs: boolean;
  readonly #runs: ReadonlySet<string>;
  readonly #tests: ReadonlySet<string>;
  readonly #runsOfTests: ReadonlySet<string>;

  /**
   * @param text comma list of `all`, `runs`, `jobs`, `matrix:<anything>`, `run:<ref>`, `test:<ref>/<test>[/<item>]`; others are ignored
   * @param keys how references are read
   */
  constructor(text: string, keys: ShownKeys) {
    // Names may hold commas.
    const topics = text.split(/,(?=(?:runs|jobs|servers)(?:,|$)|(?:run|test|matrix|log):)/);
    const after = (prefix: string) => topics.filter((topic) => topic.startsWith(prefix)).map((topic) => topic.slice(prefix.length));
    this.#all = topics.includes("all");
    this.#allTests = after("matrix:").length > 0;
    this.#allRuns = this.#allTests || topics.includes("runs");
    this.#jobs = topics.includes("jobs");
    this.#runs = new Set(after("run:").flatMap((ref) => keyOf(parseRef(ref, keys.count, keys.hasAreas))));
    const tests = after("test:").map((ref) => testOf(ref, keys));
    this.#tests = new Set(tests.flatMap(keyOf));
    this.#runsOfTests = new Set(tests.flatMap((test) => keyOf(test && { t: test.t, r: test.r })));
  }

  /** What an event has to say about something followed. */
  concerning(event: LiveEvent): LiveEvent[] {
    return [this.#part(event), this.#counts(event)].filter((part) => part !== undefined);
  }

  /** Tests of a run change what they add up to. */
  #counts(event: LiveEvent): LiveEvent | undefined {
    if (event.kind !== "tests" || this.#all || !this.#allRuns || this.#allTests) return undefined;
    const runs = new Map(event.tests.map(({ t, r }): [string, RunRef] => [JSON.stringify([t, r]), { t, r }]));
    return { kind: "counts", runs: [...runs.values()] };
  }

  #part(event: LiveEvent): LiveEvent | undefined {
    if (this.#all) return event;
    switch (event.kind) {
      case "filled":
        return this.#allTests ? event : undefined;
      case "job":
        return this.#jobs ? event : undefined;
      case "run": {
        const runs = this.#allRuns ? event.runs : event.runs.filter((run) => this.#concernsRun(JSON.stringify([run.target.join("/"), run.runname])));
        return runs.length > 0 ? { ...event, runs } : undefined;
      }
      case "tests": {
        const tests = this.#allTests ? event.tests : event.tests.filter((test) => this.#hasRun(test) || this.#hasTest(test));
        return tests.length > 0 ? { ...event, tests } : undefined;
      }
      case "steps":
      case "data": {
        const tests = event.tests.filter((test) => this.#hasTest(test));
        return tests.length > 0 ? { ...event, tests } : undefined;
      }
      default:
        return event;
    }
  }

  /** Whoever follows a test hears when its run goes. */
  #concernsRun(key: string): boolean {
    return this.#runs.has(key) || this.#runsOfTests.has(key);
  }

  #hasRun({ t, r }: RunRef): boolean {
    return this.#runs.has(JSON.stringify([t, r]));
  }

  #hasTest({ t, r, n, i }: TestRef): boolean {
    return this.#tests.has(JSON.stringify([t, r, n, i]));
  }
}

/** Of several areas, the area is a part of the target. */
function keyOf(ref: RunRef | TestRef | undefined): string[] {
  if (ref === undefined) return [];
  return [JSON.stringify("n" in ref ? [ref.t, ref.r, ref.n, ref.i] : [ref.t, ref.r])];
}

function testOf(ref: string, { count, hasAreas }: ShownKeys): TestRef | undefined {
  const route = parseUrl(`/ui/test/${ref}`, count, hasAreas);
  return route?.view === "test" ? route.test : undefined;
}
