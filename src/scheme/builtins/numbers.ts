import { WrongArgument } from "../error.js";
import { formatNumber, inexact, isExact, isNumber, numberLike, parseNumber, realOf, type SchemeNumber } from "../numbers.js";
import type { SchemeValue } from "../values.js";
import { any, type Builtin, integerOf, numberOf, textOf } from "./arguments.js";

type Operation = (a: number, b: number) => number;

/** `+` and its like: exact while all operands are. */
function arithmetic(name: string, unit: number, operation: Operation, least = 0): Builtin {
  return [
    name,
    least,
    any,
    (args) => {
      const numbers = args.map(numberOf);
      const [first = unit, ...others] = numbers;
      const folded = numbers.length === 1 ? [unit, first] : [first, ...others];
      return fold(folded, operation);
    },
  ];
}

function fold([first = 0, ...others]: readonly SchemeNumber[], operation: Operation): SchemeNumber {
  return others.reduce<SchemeNumber>((result, next) => {
    const value = operation(realOf(result), realOf(next));
    return numberLike(value, isExact(result) && isExact(next) && Number.isInteger(value));
  }, first);
}

function divisor(b: number): number {
  if (b === 0) throw new WrongArgument("division by zero");
  return b;
}

function divide(a: number, b: number): number {
  return a / divisor(b);
}

function comparison(name: string, holds: (a: number, b: number) => boolean): Builtin {
  return [
    name,
    1,
    any,
    (args) => {
      const numbers = args.map((arg) => realOf(numberOf(arg)));
      return numbers.every((number, index) => index === 0 || holds(numbers[index - 1] ?? 0, number));
    },
  ];
}

/** On whole numbers; the result is exact if both are. */
function whole(name: string, operation: Operation): Builtin {
  return [name, 2, 2, ([a, b]) => numberLike(operation(integerOf(a), integerOf(b)), isExact(numberOf(a)) && isExact(numberOf(b)))];
}

function extreme(name: string, choose: (numbers: readonly number[]) => number): Builtin {
  return [
    name,
    1,
    any,
    (args) =>
      numberLike(
        choose(args.map((arg) => realOf(numberOf(arg)))),
        args.every((arg) => isExact(numberOf(arg))),
      ),
  ];
}

/** On one number; keeps exact numbers exact. */
function unary(name: string, operation: (a: number) => number): Builtin {
  return [name, 1, 1, ([a]) => numberLike(operation(realOf(numberOf(a))), isExact(numberOf(a)))];
}

function test(name: string, holds: (a: number) => boolean): Builtin {
  return [name, 1, 1, ([a]) => holds(realOf(numberOf(a)))];
}

function roundToEven(value: number): number {
  const rounded = Math.round(value);
  return Math.abs(value % 1) === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}

function squareRoot(a: SchemeValue): SchemeNumber {
  const root = Math.sqrt(realOf(numberOf(a)));
  return numberLike(root, isExact(numberOf(a)) && Number.isInteger(root));
}

function power(a: SchemeValue, b: SchemeValue): SchemeNumber {
  const value = realOf(numberOf(a)) ** realOf(numberOf(b));
  return numberLike(value, isExact(numberOf(a)) && isExact(numberOf(b)) && Number.isInteger(value));
}

const radixOf = (value: SchemeValue) => (value === undefined ? 10 : integerOf(value));

export const numberBuiltins: readonly Builtin[] = [
  arithmetic("+", 0, (a, b) => a + b),
  arithmetic("-", 0, (a, b) => a - b, 1),
  arithmetic("*", 1, (a, b) => a * b),
  arithmetic("/", 1, divide, 1),
  comparison("=", (a, b) => a === b),
  comparison("<", (a, b) => a < b),
  comparison(">", (a, b) => a > b),
  comparison("<=", (a, b) => a <= b),
  comparison(">=", (a, b) => a >= b),
  whole("quotient", (a, b) => Math.trunc(divide(a, b))),
  whole("remainder", (a, b) => a % divisor(b)),
  whole("modulo", (a, b) => a - b * Math.floor(divide(a, b))),
  extreme("min", (numbers) => numbers.reduce((a, b) => Math.min(a, b))),
  extreme("max", (numbers) => numbers.reduce((a, b) => Math.max(a, b))),
  unary("abs", Math.abs),
  unary("round", roundToEven),
  unary("floor", Math.floor),
  unary("ceiling", Math.ceil),
  unary("truncate", Math.trunc),
  unary("add1", (a) => a + 1),
  unary("sub1", (a) => a - 1),
  test("zero?", (a) => a === 0),
  test("positive?", (a) => a > 0),
  test("negative?", (a) => a < 0),
  test("odd?", (a) => Math.abs(a % 2) === 1),
  test("even?", (a) => a % 2 === 0),
  ["sqrt", 1, 1, ([a]) => squareRoot(a)],
  ["expt", 2, 2, ([a, b]) => power(a, b)],
  ["exact->inexact", 1, 1, ([a]) => inexact(realOf(numberOf(a)))],
  ["inexact->exact", 1, 1, ([a]) => realOf(numberOf(a))],
  ["number?", 1, 1, ([a]) => isNumber(a)],
  ["integer?", 1, 1, ([a]) => isNumber(a) && Number.isInteger(realOf(a))],
  ["number->string", 1, 2, ([a, radix]) => formatNumber(numberOf(a), radixOf(radix))],
  ["string->number", 1, 2, ([text, radix]) => parseNumber(textOf(text), radixOf(radix)) ?? false],
];
