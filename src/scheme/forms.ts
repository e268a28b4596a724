import { bindingForms } from "./binding-forms.js";
import { display, excerpt } from "./display.js";
import { isSame } from "./equality.js";
import { SchemeError } from "./error.js";
import { Evaluation, type Frame, immediate, type SpecialForm } from "./evaluation.js";
import { bodyOf, partsOf, symbolOf } from "./form-parts.js";
import { quasiquote } from "./quasiquote.js";
import { Closure, type Environment, itemsOf, Pair, type SchemeValue } from "./values.js";

const isSymbolNamed = (value: SchemeValue, name: string) => value === Symbol.for(name);

function quoteForm(form: SchemeValue): SchemeValue {
  const [datum] = partsOf("quote", form, 1, 1);
  return datum;
}

function* ifForm(form: SchemeValue, environment: Environment): Frame {
  const [test, consequent, alternative] = partsOf("if", form, 2, 3);
  const chosen = (yield new Evaluation(test, environment)) !== false ? consequent : alternative;
  return new Evaluation(chosen, environment);
}

function* condForm(form: SchemeValue, environment: Environment): Frame {
  for (const clause of partsOf("cond", form)) {
    const [test, ...body] = partsOf("cond", clause, 1);
    const value = isSymbolNamed(test, "else") || (yield new Evaluation(test, environment));
    if (value === false) continue;
    if (body.length === 0) return value;
    if (!isSymbolNamed(body[0], "=>")) return new Evaluation(bodyOf(body), environment);
    return new Evaluation(new Pair(body[1], new Pair(quoted(value), null)), environment);
  }
  return undefined;
}

function* caseForm(form: SchemeValue, environment: Environment): Frame {
  const [subject, ...clauses] = partsOf("case", form, 1);
  const key = yield new Evaluation(subject, environment);
  for (const clause of clauses) {
    const [choices, ...body] = partsOf("case", clause, 2);
    if (isSymbolNamed(choices, "else") || itemsOf(choices).items.some((choice) => isSame(choice, key))) {
      return new Evaluation(bodyOf(body), environment);
    }
  }
  return undefined;
}

function* andForm(form: SchemeValue, environment: Environment): Frame {
  const parts = partsOf("and", form);
  for (const part of parts.slice(0, -1)) if ((yield new Evaluation(part, environment)) === false) return false;
  return parts.length === 0 ? true : new Evaluation(parts.at(-1), environment);
}

function* orForm(form: SchemeValue, environment: Environment): Frame {
  const parts = partsOf("or", form);
  for (const part of parts.slice(0, -1)) {
    const value = yield new Evaluation(part, environment);
    if (value !== false) return value;
  }
  return parts.length === 0 ? false : new Evaluation(parts.at(-1), environment);
}

function conditional(name: string, runsWhen: (value: SchemeValue) => boolean): SpecialForm {
  return function* (form, environment) {
    const [test, ...body] = partsOf(name, form, 1);
    return runsWhen(yield new Evaluation(test, environment)) ? new Evaluation(bodyOf(body), environment) : undefined;
  };
}

function* beginForm(form: SchemeValue, environment: Environment): Frame {
  const parts = partsOf("begin", form);
  for (const part of parts.slice(0, -1)) yield new Evaluation(part, environment);
  return new Evaluation(parts.at(-1), environment);
}

function lambdaForm(form: SchemeValue, environment: Environment): Closure {
  const [parameters, ...body] = partsOf("lambda", form, 2);
  return closure("", parameters, body, environment);
}

function closure(name: string, parameters: SchemeValue, body: readonly SchemeValue[], environment: Environment): Closure {
  const { items, tail } = itemsOf(parameters);
  if (tail !== null && typeof tail !== "symbol") throw new SchemeError(`bad parameter list: ${excerpt(parameters)}`);
  return new Closure(name, items.map(symbolOf), tail ?? undefined, bodyOf(body), environment);
}

function* defineForm(form: SchemeValue, environment: Environment): Frame {
  const [target, ...body] = partsOf("define", form, 1);
  if (target instanceof Pair) {
    // (define ((f a) b) …) defines a procedure that makes procedures.
    if (target.car instanceof Pair) {
      const inner = new Pair(Symbol.for("lambda"), new Pair(target.cdr, new Pair(bodyOf(body), null)));
      return new Evaluation(new Pair(Symbol.for("define"), new Pair(target.car, new Pair(inner, null))), environment);
    }
    environment.define(symbolOf(target.car), closure(display(target.car), target.cdr, body, environment));
    return undefined;
  }
  if (body.length > 1) throw new SchemeError("define: one value expected");
  environment.define(symbolOf(target), yield new Evaluation(body[0], environment));
  return undefined;
}

function* setForm(form: SchemeValue, environment: Environment): Frame {
  const [target, expression] = partsOf("set!", form, 2, 2);
  const name = symbolOf(target);
  const value = yield new Evaluation(expression, environment);
  (environment.scopeOf(name) ?? environment.globals).define(name, value);
  return undefined;
}

function* quasiquoteForm(form: SchemeValue, environment: Environment): Frame {
  const [template] = partsOf("quasiquote", form, 1, 1);
  return yield* quasiquote(template, environment, 1);
}

function quoted(value: SchemeValue): SchemeValue {
  return new Pair(Symbol.for("quote"), new Pair(value, null));
}

/** The forms that do not evaluate all their parts first, by name. */
export const specialForms: ReadonlyMap<string, SpecialForm> = new Map<string, SpecialForm>([
  ["quote", immediate(quoteForm)],
  ["quasiquote", quasiquoteForm],
  ["if", ifForm],
  ["cond", condForm],
  ["case", caseForm],
  ["and", andForm],
  ["or", orForm],
  ["when", conditional("when", (value) => value !== false)],
  ["unless", conditional("unless", (value) => value === false)],
  ["begin", beginForm],
  ["lambda", immediate(lambdaForm)],
  ["define", defineForm],
  ["set!", setForm],
  ...bindingForms,
]);
