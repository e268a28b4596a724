import { SchemeError } from "./error.js";
import { Evaluation } from "./evaluation.js";
import { type Environment, itemsOf, listOf, Pair, type SchemeValue } from "./values.js";

type Filling = Generator<Evaluation, SchemeValue, SchemeValue>;

const maximumDepth = 200;

/** Fills a template: its `,x` and `,@x` of this level are evaluated. */
export function* quasiquote(template: SchemeValue, environment: Environment, level: number, depth = 0): Filling {
  if (depth > maximumDepth) throw new SchemeError("template is nested too deeply");
  if (!(template instanceof Pair)) return template;
  const unquoted = argumentOf(template, "unquote");
  if (unquoted !== undefined) {
    if (level === 1) return yield new Evaluation(unquoted.car, environment);
    return listOf([template.car, yield* quasiquote(unquoted.car, environment, level - 1, depth + 1)]);
  }
  const inner = argumentOf(template, "quasiquote");
  if (inner !== undefined) return listOf([template.car, yield* quasiquote(inner.car, environment, level + 1, depth + 1)]);
  return yield* fillList(template, environment, level, depth);
}

function* fillList(template: Pair, environment: Environment, level: number, depth: number): Filling {
  const items: SchemeValue[] = [];
  let rest: SchemeValue = template;
  for (; rest instanceof Pair; rest = rest.cdr) {
    // `(a . ,b)` is read as `(a unquote b)`.
    if (items.length > 0 && argumentOf(rest, "unquote") !== undefined) break;
    const spliced: Pair | undefined = rest.car instanceof Pair && level === 1 ? argumentOf(rest.car, "unquote-splicing") : undefined;
    if (spliced === undefined) items.push(yield* quasiquote(rest.car, environment, level, depth + 1));
    else for (const item of itemsOf(yield new Evaluation(spliced.car, environment)).items) items.push(item);
  }
  return listOf(items, rest === null ? null : yield* quasiquote(rest, environment, level, depth + 1));
}

/** The list behind the name, if the list is `(NAME X)`. */
function argumentOf(list: Pair, name: string): Pair | undefined {
  const { car, cdr } = list;
  return car === Symbol.for(name) && cdr instanceof Pair && cdr.cdr === null ? cdr : undefined;
}
