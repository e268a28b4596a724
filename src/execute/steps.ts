import type { Config } from "../config/index.js";

/** One line of `[ezsteps]`. */
export interface StepDefinition {
  readonly name: string;
  readonly params: ReadonlyMap<string, string>;
  readonly command: string;
  /** Arguments of megatest that list the results by which a sub-run is judged, instead of its log. */
  readonly results?: readonly string[];
}

/**
 * The steps of a testconfig in file order: `NAME [{key=value;…}] COMMAND`.
 *
 * @see spec 03 § 11.1
 */
export function stepsOf(testconfig: Config): StepDefinition[] {
  return testconfig.variables("ezsteps").map(({ name, value }) => ({ name, ...splitParams(value) }));
}

/** A leading brace group is parameters only when each of its parts is `key=value`; else it is a shell group of the command. */
function splitParams(line: string): Pick<StepDefinition, "params" | "command"> {
  const group = /^\s*\{([^{}]*)\}\s*([\s\S]*)$/.exec(line);
  const parts = group?.[1]?.split(";").map((part) => part.trim()) ?? [];
  const isParams = group !== null && parts.every((part) => part === "" || /^[^\s=]+=/.test(part));
  if (!isParams) return { params: new Map(), command: line };
  const pairs = parts
    .filter((part) => part !== "")
    .map((part): [string, string] => [part.slice(0, part.indexOf("=")), part.slice(part.indexOf("=") + 1)]);
  return { params: new Map(pairs), command: group[2] ?? "" };
}

/** What became of a step: the status it gives the test, the comment that goes with it, and whether the next one may run. */
export interface StepVerdict {
  readonly status: string;
  readonly comment: string | undefined;
  readonly goOn: boolean;
}

const logproStatuses: readonly (readonly [status: string, comment: string | undefined] | undefined)[] = [
  ["PASS", undefined],
  undefined,
  ["WARN", "Logpro warning found"],
  ["CHECK", "Logpro check found"],
  ["WAIVED", "Logpro waived found"],
  ["ABORT", "Logpro abort found"],
  ["SKIP", "Logpro skip found"],
];

/**
 * The meaning of a step's exit code.
 *
 * @param code exit code, of logpro if rules judged the log; undefined when a signal ended it
 * @see spec 03 § 11.5 and § 11.2 step 10
 */
export function stepVerdict(name: string, code: number | undefined, judgedByLogpro: boolean): StepVerdict {
  const known = code === undefined ? undefined : judgedByLogpro ? logproStatuses[code] : code === 0 ? logproStatuses[0] : undefined;
  const [status, comment] = known ?? ["FAIL", `Failed at step ${name}`];
  return { status, comment, goOn: status === "PASS" || status === "WARN" };
}

/** Status of a test whose run script ended with this code; spec 03 § 10 step 4. */
export function runscriptStatus(code: number | undefined): string {
  return (code === undefined ? undefined : logproStatuses[code]?.[0]) ?? "FAIL";
}
