import { excerpt } from "./display.js";
import { SchemeError, WrongArgument } from "./error.js";
import { Evaluation, type Frame, immediate } from "./evaluation.js";
import { specialForms } from "./forms.js";
import { Closure, Environment, listOf, Pair, Procedure, type SchemeValue, symbolName } from "./values.js";

const maximumFrames = 100_000;
/** Built-ins such as `map` that call a procedure do so on JavaScript's own stack. */
const maximumNesting = 200;
const maximumString = 16 * 1024 * 1024;

/**
 * Evaluates expressions within bounds. Frames live on a stack of our own, so the depth of a recursion does not depend on
 * JavaScript's.
 */
export class Machine {
  readonly globals = new Environment(undefined);
  /** Special forms that are read but do nothing. */
  readonly ignoredForms = new Set<string>();
  #steps = 0;
  #nesting = 0;

  constructor(readonly maximumSteps: number) {}

  /** Evaluates in the global environment, with a step count of its own. */
  evaluateTopLevel(expression: SchemeValue): SchemeValue {
    return this.#run(new Evaluation(expression, this.globals));
  }

  /** Starts counting anew, unless a program is running. */
  restart(): void {
    if (this.#nesting === 0) this.#steps = 0;
  }

  /** Takes note of work done. @throws SchemeError when it is too much */
  spend(steps: number): void {
    this.#steps += steps;
    if (this.#steps > this.maximumSteps) throw new SchemeError("program runs too long");
  }

  /** Calls a procedure from a built-in one. */
  apply(procedure: SchemeValue, args: readonly SchemeValue[]): SchemeValue {
    this.spend(1);
    const result = this.#enter(procedure, args);
    return result instanceof Evaluation ? this.#run(result) : result;
  }

  #run(start: Evaluation): SchemeValue {
    if (this.#nesting >= maximumNesting) throw new SchemeError("procedure calls are nested too deeply");
    this.#nesting++;
    try {
      return this.#drive(start);
    } finally {
      this.#nesting--;
    }
  }

  #drive(start: Evaluation): SchemeValue {
    const frames: Frame[] = [];
    let result: SchemeValue | Evaluation = start;
    for (;;) {
      if (result instanceof Evaluation) {
        const { expression, environment }: Evaluation = result;
        this.spend(1);
        if (expression instanceof Pair) {
          if (frames.length >= maximumFrames) throw new SchemeError("recursion is too deep");
          frames.push(this.#frameOf(expression, environment));
          result = undefined;
        } else result = typeof expression === "symbol" ? lookUp(expression, environment) : expression;
      }
      const frame = frames.at(-1);
      if (frame === undefined) return result;
      const next: IteratorResult<Evaluation, SchemeValue | Evaluation> = frame.next(result);
      if (next.done) frames.pop();
      result = next.value;
    }
  }

  #frameOf(list: Pair, environment: Environment): Frame {
    if (typeof list.car === "symbol") {
      const name = symbolName(list.car);
      const form = specialForms.get(name);
      if (form !== undefined) return form(list.cdr, environment);
      if (this.ignoredForms.has(name)) return ignoredForm(list.cdr, environment);
    }
    return this.#application(list, environment);
  }

  *#application(list: Pair, environment: Environment): Frame {
    const procedure = yield new Evaluation(list.car, environment);
    const args: SchemeValue[] = [];
    let rest = list.cdr;
    for (; rest instanceof Pair; rest = rest.cdr) args.push(yield new Evaluation(rest.car, environment));
    if (rest !== null) throw new SchemeError("a call must be a proper list");
    return this.#enter(procedure, args);
  }

  #enter(procedure: SchemeValue, args: readonly SchemeValue[]): SchemeValue | Evaluation {
    if (procedure instanceof Closure) return enterClosure(procedure, args);
    if (procedure instanceof Procedure) return this.#callBuiltin(procedure, args);
    throw new SchemeError(`call of non-procedure: ${excerpt(procedure)}`);
  }

  #callBuiltin(procedure: Procedure, args: readonly SchemeValue[]): SchemeValue {
    if (args.length < procedure.least || args.length > procedure.most) throw badCount(procedure, args.length, arityText(procedure));
    for (const arg of args) if (typeof arg === "string") this.spend(arg.length >> 8);
    try {
      const result = procedure.call(args);
      if (typeof result === "string") this.#measure(result);
      return result;
    } catch (error) {
      throw error instanceof WrongArgument ? new SchemeError(`(${procedure.name}) ${error.message}`) : error;
    }
  }

  #measure(text: string): void {
    if (text.length > maximumString) throw new SchemeError("text is too long");
    this.spend(text.length >> 6);
  }
}

const ignoredForm = immediate(() => undefined);

function lookUp(name: symbol, environment: Environment): SchemeValue {
  const scope = environment.scopeOf(name);
  if (scope === undefined) throw new SchemeError(`unbound variable: ${symbolName(name)}`);
  return scope.get(name);
}

function enterClosure(closure: Closure, args: readonly SchemeValue[]): Evaluation {
  const { parameters, rest } = closure;
  if (args.length < parameters.length || (rest === undefined && args.length > parameters.length)) {
    throw badCount(closure, args.length, rest === undefined ? String(parameters.length) : `at least ${parameters.length}`);
  }
  const environment = new Environment(closure.environment);
  for (const [index, parameter] of parameters.entries()) environment.define(parameter, args[index]);
  if (rest !== undefined) environment.define(rest, listOf(args.slice(parameters.length)));
  return new Evaluation(closure.body, environment);
}

function arityText({ least, most }: Procedure): string {
  if (least === most) return String(least);
  return most === Number.POSITIVE_INFINITY ? `at least ${least}` : `${least} to ${most}`;
}

function badCount(procedure: SchemeValue, received: number, expected: string): SchemeError {
  return new SchemeError(`bad argument count - received ${received} but expected ${expected}: ${excerpt(procedure)}`);
}
