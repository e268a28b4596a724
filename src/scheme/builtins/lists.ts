import { isEqual, isSame } from "../equality.js";
import { WrongArgument } from "../error.js";
import { numberLike, realOf } from "../numbers.js";
import { itemsOf, listOf, Pair, type SchemeValue } from "../values.js";
import { any, type Builtin, indexOf, integerOf, listItems, numberOf, pairOf, type Runner } from "./arguments.js";

type Same = (a: SchemeValue, b: SchemeValue) => boolean;

/** `cadr` and its like: one step for each letter between `c` and `r`, from the right. */
function accessor(steps: string): Builtin {
  const path = [...steps].reverse();
  return [`c${steps}r`, 1, 1, ([list]) => path.reduce<SchemeValue>((value, step) => (step === "a" ? pairOf(value).car : pairOf(value).cdr), list)];
}

function accessorNames(letters: number): string[] {
  return letters === 0 ? [""] : accessorNames(letters - 1).flatMap((name) => [`a${name}`, `d${name}`]);
}

/** The part of the list from the wanted item on, or #f. */
function memberOf(name: string, same: Same, runner: Runner): Builtin {
  return [
    name,
    2,
    2,
    ([wanted, list]) => {
      for (let rest = list; rest instanceof Pair; rest = rest.cdr) {
        runner.spend(1);
        if (same(wanted, rest.car)) return rest;
      }
      return false;
    },
  ];
}

function find(key: SchemeValue, list: SchemeValue, same: Same, runner: Runner): Pair | undefined {
  return listItems(list, runner).find((entry): entry is Pair => entry instanceof Pair && same(key, entry.car));
}

function associationOf(name: string, same: Same, runner: Runner): Builtin {
  return [name, 2, 2, ([key, list]) => find(key, list, same, runner) ?? false];
}

/** The list without its first items. */
function tailOf(list: SchemeValue, count: SchemeValue): SchemeValue {
  let rest = list;
  for (let left = indexOf(count, Number.MAX_SAFE_INTEGER); left > 0; left--) rest = pairOf(rest).cdr;
  return rest;
}

function itemAt(list: SchemeValue, index: number): SchemeValue {
  return pairOf(tailOf(list, index)).car;
}

function append(args: readonly SchemeValue[], runner: Runner): SchemeValue {
  const last = args.length === 0 ? null : args.at(-1);
  return args.slice(0, -1).reduceRight<SchemeValue>((rest, list) => listOf(listItems(list, runner), rest), last);
}

function withoutDuplicates(items: readonly SchemeValue[], runner: Runner): SchemeValue {
  const kept: SchemeValue[] = [];
  for (const item of items) {
    runner.spend(kept.length);
    if (!kept.some((other) => isEqual(other, item))) kept.push(item);
  }
  return listOf(kept);
}

function iota([count, start = 0, step = 1]: readonly SchemeValue[], runner: Runner): SchemeValue {
  const length = indexOf(count, Number.MAX_SAFE_INTEGER);
  runner.spend(length);
  const [from, by] = [numberOf(start), numberOf(step)];
  const exact = Number.isInteger(from) && Number.isInteger(by);
  return listOf(Array.from({ length }, (_, index) => numberLike(realOf(from) + index * realOf(by), exact)));
}

function firstItems(list: SchemeValue, count: SchemeValue, runner: Runner): SchemeValue {
  const { items } = itemsOf(list);
  const wanted = integerOf(count);
  if (wanted < 0 || wanted > items.length) throw new WrongArgument(`out of range: ${wanted}`);
  runner.spend(items.length);
  return listOf(items.slice(0, wanted));
}

/** Lists and the searching of them. */
export function listBuiltins(runner: Runner): readonly Builtin[] {
  const items = (list: SchemeValue) => listItems(list, runner);
  return [
    ...[1, 2, 3, 4].flatMap(accessorNames).map(accessor),
    memberOf("member", isEqual, runner),
    memberOf("memv", isSame, runner),
    memberOf("memq", isSame, runner),
    associationOf("assoc", isEqual, runner),
    associationOf("assv", isSame, runner),
    associationOf("assq", isSame, runner),
    ["list", 0, any, (args) => listOf(args)],
    ["cons", 2, 2, ([car, cdr]) => new Pair(car, cdr)],
    ["null?", 1, 1, ([value]) => value === null],
    ["pair?", 1, 1, ([value]) => value instanceof Pair],
    ["list?", 1, 1, ([value]) => itemsOf(value).tail === null],
    ["length", 1, 1, ([list]) => items(list).length],
    ["append", 0, any, (args) => append(args, runner)],
    ["reverse", 1, 1, ([list]) => listOf(items(list).reverse())],
    ["list-ref", 2, 2, ([list, index]) => pairOf(tailOf(list, index)).car],
    ["list-tail", 2, 2, ([list, count]) => tailOf(list, count)],
    ["drop", 2, 2, ([list, count]) => tailOf(list, count)],
    ["take", 2, 2, ([list, count]) => firstItems(list, count, runner)],
    ["first", 1, 1, ([list]) => itemAt(list, 0)],
    ["second", 1, 1, ([list]) => itemAt(list, 1)],
    ["third", 1, 1, ([list]) => itemAt(list, 2)],
    ["last", 1, 1, ([list]) => itemAt(list, Math.max(0, items(list).length - 1))],
    ["delete", 2, 2, ([unwanted, list]) => listOf(items(list).filter((item) => !isEqual(unwanted, item)))],
    ["delete-duplicates", 1, 1, ([list]) => withoutDuplicates(items(list), runner)],
    ["iota", 1, 3, (args) => iota(args, runner)],
    ["alist-ref", 2, 4, ([key, list, _same, fallback = false]) => find(key, list, isEqual, runner)?.cdr ?? fallback],
  ];
}
