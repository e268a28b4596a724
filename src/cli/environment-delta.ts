import { Failure } from "../base/index.js";
import { exportLine, setenvLine } from "../execute/index.js";

export type Variables = ReadonlyMap<string, string>;

/** What leads from one environment to another; changed variables have their new values. */
export interface EnvironmentDelta {
  readonly added: Variables;
  readonly removed: readonly string[];
  readonly changed: Variables;
}

export function environmentDelta(before: Variables, after: Variables): EnvironmentDelta {
  return {
    added: new Map([...after].filter(([name]) => !before.has(name))),
    removed: [...before.keys()].filter((name) => !after.has(name)),
    changed: new Map([...after].filter(([name, value]) => before.has(name) && before.get(name) !== value)),
  };
}

interface Language {
  readonly set: (name: string, value: string) => string;
  readonly unset: (name: string) => string;
}

const config: Language = {
  set: (name, value) => (name === "PATH" ? pathLine(value) : `${name} ${value.replaceAll("\n", "\n ")}`),
  unset: (name) => `#{scheme (unsetenv "${name}")}`,
};

/** Keeps what the environment has in its PATH besides. */
const pathLine = (value: string) => `PATH #{scheme (env:min-path "${value.replace(/["\\]/g, "\\$&")}" "#{getenv PATH}")}`;

const languages: Readonly<Record<string, Language>> = {
  bash: { set: exportLine, unset: (name) => `unset ${name}` },
  csh: { set: setenvLine, unset: (name) => `unsetenv ${name}` },
  ini: config,
  config,
};

/**
 * The difference as commands of a shell or lines of a configuration file.
 *
 * @param dumpmode `bash`, `csh`, `ini` or `config`
 * @throws Failure `usage` for any other
 * @see spec 05 § 11
 */
export function deltaText({ added, removed, changed }: EnvironmentDelta, dumpmode: string): string {
  const language = Object.hasOwn(languages, dumpmode) ? languages[dumpmode] : undefined;
  if (language === undefined) throw new Failure("usage", `-dumpmode of ${dumpmode} not recognised: use bash, csh, ini or config`);
  const set = (variables: Variables) => [...variables].map(([name, value]) => language.set(name, value));
  return block("# Added vars", set(added)) + block("# Removed vars", removed.map(language.unset)) + block("# Changed vars", set(changed));
}

const block = (title: string, lines: readonly string[]) => (lines.length === 0 ? "" : `${[title, ...lines].join("\n")}\n`);
