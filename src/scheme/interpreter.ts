import type { Builtin } from "./builtins/arguments.js";
import { controlBuiltins } from "./builtins/control.js";
import { listBuiltins } from "./builtins/lists.js";
import { numberBuiltins } from "./builtins/numbers.js";
import { pathBuiltins } from "./builtins/paths.js";
import { patternBuiltins } from "./builtins/patterns.js";
import { stringBuiltins } from "./builtins/strings.js";
import { tableBuiltins } from "./builtins/tables.js";
import { timeBuiltins } from "./builtins/times.js";
import { worldBuiltins } from "./builtins/world.js";
import type { SchemeEffects } from "./effects.js";
import { identityOf } from "./equality.js";
import { SchemeError } from "./error.js";
import { Machine } from "./machine.js";
import { readForms } from "./reader.js";
import { HashTable, Keyword, Procedure, type SchemeValue } from "./values.js";

/** A procedure of the host: gets its positional arguments and those behind keywords. */
export type HostProcedure = (args: readonly SchemeValue[], keywords: ReadonlyMap<string, SchemeValue>) => SchemeValue;

/** How many positional arguments a procedure takes. */
export interface Arity {
  readonly least: number;
  readonly most: number;
}

/** One global environment and the programs that share it. */
export interface Interpreter {
  /**
   * Evaluates all forms of a text; the value of the last one.
   *
   * @throws SchemeError for whatever is wrong with the program, with the line of the top-level form; what host procedures
   *   throw passes through
   */
  evaluate(text: string): SchemeValue;
  define(name: string, value: SchemeValue): void;
  /** Without an arity the procedure takes any number of arguments. */
  defineProcedure(name: string, procedure: HostProcedure, arity?: Arity): void;
  /** Lets forms such as `(use regex)` pass without looking at their parts. */
  ignoreForms(names: readonly string[]): void;
}

const defaultSteps = 2_000_000;

/**
 * A small Scheme, as far as configurations and log rules need it: no continuations, no macros, no big numbers.
 *
 * @param limits `steps`: how much one `evaluate` may do, about one step per expression
 * @see spec 01 § 4.2 and 4.3, 08 § 9
 */
export function createInterpreter(effects: SchemeEffects, limits: { readonly steps?: number } = {}): Interpreter {
  const machine = new Machine(limits.steps ?? defaultSteps);
  const define = (name: string, value: SchemeValue) => machine.globals.define(Symbol.for(name), value);
  for (const [name, least, most, call] of allBuiltins(effects, machine)) define(name, new Procedure(name, least, most, call));
  define("*user-hash-data*", new HashTable(identityOf));
  return {
    evaluate: (text) => evaluate(machine, text),
    define,
    defineProcedure: (name, procedure, arity) => define(name, hostProcedure(name, procedure, arity)),
    ignoreForms: (names) => {
      for (const name of names) machine.ignoredForms.add(name);
    },
  };
}

function allBuiltins(effects: SchemeEffects, machine: Machine): readonly Builtin[] {
  return [
    ...numberBuiltins,
    ...listBuiltins(machine),
    ...controlBuiltins(machine),
    ...stringBuiltins(machine),
    ...patternBuiltins,
    ...tableBuiltins(machine),
    ...timeBuiltins(() => effects.now()),
    ...pathBuiltins(effects),
    ...worldBuiltins(effects, machine),
  ];
}

function evaluate(machine: Machine, text: string): SchemeValue {
  machine.restart();
  let result: SchemeValue;
  for (const { datum, line } of readForms(text)) {
    try {
      result = machine.evaluateTopLevel(datum);
    } catch (error) {
      if (error instanceof SchemeError) error.line ??= line;
      throw error;
    }
  }
  return result;
}

function hostProcedure(name: string, procedure: HostProcedure, arity: Arity | undefined): Procedure {
  const { least, most } = arity ?? { least: 0, most: Number.POSITIVE_INFINITY };
  return new Procedure(name, 0, Number.POSITIVE_INFINITY, (args) => {
    const start = args.findIndex((arg) => arg instanceof Keyword);
    const positional = start < 0 ? args : args.slice(0, start);
    if (positional.length < least || positional.length > most) {
      const expected = least === most ? String(least) : `${least} to ${most}`;
      throw new SchemeError(`bad argument count - received ${positional.length} but expected ${expected}: #<procedure ${name}>`);
    }
    return procedure(positional, keywordsOf(name, start < 0 ? [] : args.slice(start)));
  });
}

function keywordsOf(name: string, args: readonly SchemeValue[]): ReadonlyMap<string, SchemeValue> {
  const keywords = new Map<string, SchemeValue>();
  for (let index = 0; index < args.length; index += 2) {
    const keyword = args[index];
    if (!(keyword instanceof Keyword)) throw new SchemeError(`(${name}) every argument after the first keyword needs one`);
    if (index + 1 >= args.length) throw new SchemeError(`(${name}) keyword ${keyword.name}: has no value`);
    keywords.set(keyword.name, args[index + 1]);
  }
  return keywords;
}
