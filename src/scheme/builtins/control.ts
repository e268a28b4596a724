import { display, write } from "../display.js";
import { isEqual, isSame } from "../equality.js";
import { SchemeError } from "../error.js";
import { isProcedure, listOf, MultipleValues, type SchemeValue, symbolName, Vector } from "../values.js";
import { any, type Builtin, listItems, type Runner, symbolOf, textOf } from "./arguments.js";

/** The arguments of each call of `map` over one or several lists. */
function* rows(lists: readonly SchemeValue[], runner: Runner): Generator<SchemeValue[]> {
  const columns = lists.map((list) => listItems(list, runner));
  const length = columns.reduce((shortest, { length }) => Math.min(shortest, length), Number.POSITIVE_INFINITY);
  for (let index = 0; index < length; index++) yield columns.map((column) => column[index]);
}

function map(args: readonly SchemeValue[], runner: Runner): SchemeValue[] {
  const [procedure, ...lists] = args;
  return Array.from(rows(lists, runner), (row) => runner.apply(procedure, row));
}

function fold([procedure, initial, list]: readonly SchemeValue[], runner: Runner): SchemeValue {
  return listItems(list, runner).reduce<SchemeValue>((result, item) => runner.apply(procedure, [item, result]), initial);
}

function reduce([procedure, initial, list]: readonly SchemeValue[], runner: Runner): SchemeValue {
  const [first, ...others] = list === null ? [initial] : listItems(list, runner);
  return others.reduce<SchemeValue>((result, item) => runner.apply(procedure, [item, result]), first);
}

/** The first true result, or the last one. */
function anyOf([procedure, ...lists]: readonly SchemeValue[], runner: Runner): SchemeValue {
  for (const row of rows(lists, runner)) {
    const result = runner.apply(procedure, row);
    if (result !== false) return result;
  }
  return false;
}

function everyOf([procedure, ...lists]: readonly SchemeValue[], runner: Runner): SchemeValue {
  let result: SchemeValue = true;
  for (const row of rows(lists, runner)) {
    result = runner.apply(procedure, row);
    if (result === false) return false;
  }
  return result;
}

/** Takes the list and the order in either order, as the dialects do. */
function sort([a, b]: readonly SchemeValue[], runner: Runner): SchemeValue {
  const [sequence, precedes] = isProcedure(a) ? [b, a] : [a, b];
  const items = sequence instanceof Vector ? sequence.items : listItems(sequence, runner);
  const sorted = [...items].sort((x, y) => (runner.apply(precedes, [x, y]) !== false ? -1 : runner.apply(precedes, [y, x]) !== false ? 1 : 0));
  return sequence instanceof Vector ? new Vector(sorted) : listOf(sorted);
}

function applyTo([procedure, ...args]: readonly SchemeValue[], runner: Runner): SchemeValue {
  return runner.apply(procedure, [...args.slice(0, -1), ...listItems(args.at(-1) ?? null, runner)]);
}

function raise([message, ...irritants]: readonly SchemeValue[]): never {
  throw new SchemeError([display(message), ...irritants.map(write)].join(" "));
}

function assert([value, message]: readonly SchemeValue[]): SchemeValue {
  if (value === false) throw new SchemeError(message === undefined ? "assertion failed" : display(message));
  return value;
}

/** Procedures that take procedures, comparisons of any values, and errors. */
export function controlBuiltins(runner: Runner): readonly Builtin[] {
  const items = (list: SchemeValue) => listItems(list, runner);
  const holds = (procedure: SchemeValue) => (item: SchemeValue) => runner.apply(procedure, [item]) !== false;
  return [
    ["map", 2, any, (args) => listOf(map(args, runner))],
    ["for-each", 2, any, (args) => void map(args, runner)],
    ["append-map", 2, any, (args) => listOf(map(args, runner).flatMap(items))],
    ["filter", 2, 2, ([test, list]) => listOf(items(list).filter(holds(test)))],
    ["remove", 2, 2, ([test, list]) => listOf(items(list).filter((item) => !holds(test)(item)))],
    ["find", 2, 2, ([test, list]) => items(list).find(holds(test)) ?? false],
    ["fold", 3, 3, (args) => fold(args, runner)],
    ["reduce", 3, 3, (args) => reduce(args, runner)],
    ["any", 2, any, (args) => anyOf(args, runner)],
    ["every", 2, any, (args) => everyOf(args, runner)],
    ["sort", 2, 2, (args) => sort(args, runner)],
    ["apply", 1, any, (args) => applyTo(args, runner)],
    ["values", 0, any, (args) => (args.length === 1 ? args[0] : new MultipleValues(args))],
    ["void", 0, any, () => undefined],
    ["error", 1, any, raise],
    ["assert", 1, 2, assert],
    ["not", 1, 1, ([value]) => value === false],
    ["eq?", 2, 2, ([a, b]) => isSame(a, b)],
    ["eqv?", 2, 2, ([a, b]) => isSame(a, b)],
    ["equal?", 2, 2, ([a, b]) => isEqual(a, b)],
    ["boolean?", 1, 1, ([value]) => typeof value === "boolean"],
    ["symbol?", 1, 1, ([value]) => typeof value === "symbol"],
    ["procedure?", 1, 1, ([value]) => isProcedure(value)],
    ["symbol->string", 1, 1, ([symbol]) => symbolName(symbolOf(symbol))],
    ["string->symbol", 1, 1, ([text]) => Symbol.for(textOf(text))],
    ["->string", 1, 1, ([value]) => display(value)],
  ];
}
