import { SchemeError } from "./error.js";
import { Evaluation, type Frame, immediate, type SpecialForm } from "./evaluation.js";
import { bodyOf, partsOf, symbolOf } from "./form-parts.js";
import { Closure, Environment, itemsOf, listOf, MultipleValues, Pair, type SchemeValue, symbolName } from "./values.js";

interface Binding {
  readonly name: symbol;
  readonly expression: SchemeValue;
}

function bindingsOf(form: string, list: SchemeValue): Binding[] {
  return partsOf(form, list).map((binding) => {
    const [name, expression] = partsOf(form, binding, 1, 2);
    return { name: symbolOf(name), expression };
  });
}

function* letForm(form: SchemeValue, environment: Environment): Frame {
  const [first, ...others] = partsOf("let", form, 2);
  const [list, ...body] = typeof first === "symbol" ? others : [first, ...others];
  const bindings = bindingsOf("let", list);
  const scope = new Environment(environment);
  const values: SchemeValue[] = [];
  for (const { expression } of bindings) values.push(yield new Evaluation(expression, environment));
  if (typeof first !== "symbol") {
    for (const [index, { name }] of bindings.entries()) scope.define(name, values[index]);
    return new Evaluation(bodyOf(body), scope);
  }
  const names = bindings.map(({ name }) => name);
  const loop = new Closure(symbolName(first), names, undefined, bodyOf(body), scope);
  scope.define(first, loop);
  const inner = new Environment(scope);
  for (const [index, name] of names.entries()) inner.define(name, values[index]);
  return new Evaluation(loop.body, inner);
}

function* letStarForm(form: SchemeValue, environment: Environment): Frame {
  const [list, ...body] = partsOf("let*", form, 2);
  let scope = new Environment(environment);
  for (const { name, expression } of bindingsOf("let*", list)) {
    const value = yield new Evaluation(expression, scope);
    scope = new Environment(scope);
    scope.define(name, value);
  }
  return new Evaluation(bodyOf(body), scope);
}

function* letrecForm(form: SchemeValue, environment: Environment): Frame {
  const [list, ...body] = partsOf("letrec", form, 2);
  const scope = new Environment(environment);
  for (const { name, expression } of bindingsOf("letrec", list)) scope.define(name, yield new Evaluation(expression, scope));
  return new Evaluation(bodyOf(body), scope);
}

/** `let-values`, and `let*-values` where each binding sees those before it. */
function letValuesForm(form: string, inOrder: boolean): SpecialForm {
  return function* (rest, environment) {
    const [list, ...body] = partsOf(form, rest, 2);
    const scope = new Environment(environment);
    for (const binding of partsOf(form, list)) {
      const [names, expression] = partsOf(form, binding, 2, 2);
      const value = yield new Evaluation(expression, inOrder ? scope : environment);
      bindSeveral(names, value instanceof MultipleValues ? value.items : [value], scope);
    }
    return new Evaluation(bodyOf(body), scope);
  };
}

function bindSeveral(names: SchemeValue, values: readonly SchemeValue[], scope: Environment): void {
  const { items, tail } = itemsOf(names);
  if (values.length < items.length || (tail === null && values.length > items.length)) {
    throw new SchemeError(`received ${values.length} values but expected ${items.length}`);
  }
  for (const [index, name] of items.entries()) scope.define(symbolOf(name), values[index]);
  if (tail !== null) scope.define(symbolOf(tail), listOf(values.slice(items.length)));
}

function* doForm(form: SchemeValue, environment: Environment): Frame {
  const [list, ending, ...body] = partsOf("do", form, 2);
  const variables = partsOf("do", list).map((variable) => {
    const [name, init, ...step] = partsOf("do", variable, 2, 3);
    return { name: symbolOf(name), init, step: step.length === 0 ? name : step[0] };
  });
  const [test, ...results] = partsOf("do", ending, 1);
  let scope = new Environment(environment);
  for (const { name, init } of variables) scope.define(name, yield new Evaluation(init, environment));
  while ((yield new Evaluation(test, scope)) === false) {
    if (body.length > 0) yield new Evaluation(bodyOf(body), scope);
    const next = new Environment(environment);
    for (const { name, step } of variables) next.define(name, yield new Evaluation(step, scope));
    scope = next;
  }
  return results.length === 0 ? undefined : new Evaluation(bodyOf(results), scope);
}

/** `(receive NAMES EXPRESSION BODY…)` is `let-values` with one binding. */
function receiveForm(form: SchemeValue, environment: Environment): Evaluation {
  const [names, expression, ...body] = partsOf("receive", form, 3);
  const bindings = listOf([listOf([names, expression])]);
  return new Evaluation(new Pair(Symbol.for("let-values"), new Pair(bindings, listOf(body))), environment);
}

/** The forms that make variables of their own. */
export const bindingForms: readonly (readonly [name: string, form: SpecialForm])[] = [
  ["let", letForm],
  ["let*", letStarForm],
  ["letrec", letrecForm],
  ["letrec*", letrecForm],
  ["let-values", letValuesForm("let-values", false)],
  ["let*-values", letValuesForm("let*-values", true)],
  ["receive", immediate(receiveForm)],
  ["do", doForm],
];
