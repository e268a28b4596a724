import type { Environment, SchemeValue } from "./values.js";

/** An expression still to be evaluated. */
export class Evaluation {
  constructor(
    readonly expression: SchemeValue,
    readonly environment: Environment,
  ) {}
}

/**
 * The evaluation of one list: asks for the values of its parts by yielding them and returns its value, or what remains to be
 * evaluated in its place (a tail call).
 */
export type Frame = Generator<Evaluation, SchemeValue | Evaluation, SchemeValue>;

/** Evaluates a list by rules of its own; `form` is the list without its first item. */
export type SpecialForm = (form: SchemeValue, environment: Environment) => Frame;

/** A form that needs no values on its way. */
export function immediate(form: (form: SchemeValue, environment: Environment) => SchemeValue | Evaluation): SpecialForm {
  // biome-ignore lint/correctness/useYield: that is the point
  return function* (rest, environment) {
    return form(rest, environment);
  };
}
