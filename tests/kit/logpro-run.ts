import { Analysis } from "../../src/logpro/analysis.js";
import { compileRules } from "../../src/logpro/compile.js";
import type { RuleSet } from "../../src/logpro/rules.js";
import type { SchemeEffects } from "../../src/scheme/index.js";

/** What one run of logpro gave. */
export interface TestRun {
  readonly exit_code: number;
  /** Printed while the rules were loaded. */
  readonly printed: string;
  /** The annotated log and the summary. */
  readonly log: string;
  readonly page: string;
  readonly dat: string;
  /** Commands of hooks, in order. */
  readonly hooks: readonly string[];
  /** Why the rules did not load. */
  readonly loadError: string | undefined;
}

export function testEffects(print: (text: string) => void): SchemeEffects {
  return {
    getenv: (name) => (name === "HOME" ? "/home/me" : undefined),
    setenv: () => {},
    unsetenv: () => {},
    print,
    readFile: (path) => {
      if (path !== "more.logpro") throw new Error(`no such file: ${path}`);
      return '(expect:note in logfile > 0 "loaded" #/x/)';
    },
    now: () => new Date(2020, 0, 1).getTime() / 1000,
    cwd: () => "/work",
    userName: () => "me",
    hostName: () => "box",
    pid: () => 42,
    random: () => 0.5,
  };
}

/** Runs rules over a log. Texts have one character per byte. */
export function runLogpro(rules: string, log: string, waivers = ""): TestRun {
  let printed = "";
  const files = [
    { name: "waivers", text: waivers },
    { name: "rules", text: rules },
  ];
  const compilation = compileRules(
    files,
    testEffects((text) => {
      printed += text;
    }),
  );
  const nothing = { log: "", page: "", dat: "", hooks: [], printed };
  if (compilation.kind === "error") return { ...nothing, exit_code: 1, loadError: compilation.message };
  if (compilation.kind === "exit") return { ...nothing, exit_code: compilation.code, loadError: undefined };
  return { printed, ...analyse(compilation.rules, log), loadError: undefined };
}

function analyse(rules: RuleSet, log: string) {
  const written = { log: "", page: "" };
  const hooks: string[] = [];
  const analysis = new Analysis(rules, {
    log: (part) => {
      written.log += part.toString("latin1");
    },
    page: (part) => {
      written.page += part.toString("latin1");
    },
    runHook: (command) => {
      hooks.push(command);
      return `output of ${command}\n`;
    },
  });
  analysis.push(Buffer.from(log, "latin1"));
  const { exit_code, dat } = analysis.finish();
  return { exit_code, dat, hooks, ...written };
}
