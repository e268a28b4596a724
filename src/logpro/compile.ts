import { messageOf } from "../base/index.js";
import { createInterpreter, type Interpreter, isNumber, realOf, type SchemeEffects, SchemeError, type SchemeValue } from "../scheme/index.js";
import { defineRuleLanguage, RuleBook } from "./language.js";
import type { RuleSet } from "./rules.js";

/** A rule or waiver file: its name for messages, its bytes as latin1. */
export interface RuleFile {
  readonly name: string;
  readonly text: string;
}

/** What became of loading rule files. `exit`: they ended logpro themselves. */
export type Compilation =
  | { readonly kind: "rules"; readonly rules: RuleSet }
  | { readonly kind: "error"; readonly message: string }
  | { readonly kind: "exit"; readonly code: number };

/** How much one rule file may compute. */
const maximumSteps = 50_000_000;

/** Thrown by `(exit CODE)`. */
class RuleFileExit extends Error {
  constructor(readonly code: number) {
    super(`exit ${code}`);
  }
}

/**
 * Loads rule files, waivers first: they share one counter, so the earlier file's rules win.
 *
 * @param effects `print` gets what the files print and messages about mistakes in them; `readFile` serves `(load FILE)`
 * @see spec 08 § 3, § 8, § 9
 */
export function compileRules(files: readonly RuleFile[], effects: SchemeEffects): Compilation {
  const interpreter = createInterpreter(effects, { steps: maximumSteps });
  const rules = new RuleBook(effects.now(), (text) => effects.print(text));
  defineRuleLanguage(interpreter, rules);
  defineProgramForms(interpreter, effects);
  try {
    for (const file of files) load(interpreter, file);
    return { kind: "rules", rules };
  } catch (error) {
    if (error instanceof RuleFileExit) return { kind: "exit", code: error.code };
    if (error instanceof SchemeError) return { kind: "error", message: error.message };
    throw error;
  }
}

/** What programs may say beside rules: loading further files, ending, and declarations that mean nothing here. */
function defineProgramForms(interpreter: Interpreter, effects: SchemeEffects): void {
  interpreter.ignoreForms(["use", "require-extension", "require-library", "import", "declare", "trace"]);
  interpreter.defineProcedure("load", ([path]) => loadNamed(interpreter, effects, path), { least: 1, most: 1 });
  interpreter.defineProcedure(
    "exit",
    ([code]) => {
      throw new RuleFileExit(exitCodeOf(code));
    },
    { least: 0, most: 1 },
  );
}

function loadNamed(interpreter: Interpreter, effects: SchemeEffects, path: SchemeValue): SchemeValue {
  if (typeof path !== "string") throw new SchemeError("(load) file name must be a string");
  if (effects.readFile === undefined) throw new SchemeError("(load) not available here");
  let text: string;
  try {
    text = effects.readFile(path);
  } catch (error) {
    throw new SchemeError(`(load) ${messageOf(error)}`);
  }
  return load(interpreter, { name: path, text });
}

/** Messages say `FILE:LINE: what`. */
function load(interpreter: Interpreter, file: RuleFile): SchemeValue {
  try {
    return interpreter.evaluate(file.text);
  } catch (error) {
    throw error instanceof SchemeError ? new SchemeError(`${file.name}:${error.line ?? 1}: ${error.message}`) : error;
  }
}

function exitCodeOf(code: SchemeValue): number {
  if (isNumber(code)) return Math.trunc(realOf(code)) & 0xff;
  return code === false ? 1 : 0;
}
