import { identityOf } from "../equality.js";
import { WrongArgument } from "../error.js";
import { HashTable, listOf, Pair, type SchemeValue, Vector } from "../values.js";
import { any, type Builtin, indexOf, listItems, type Runner, tableOf, vectorOf } from "./arguments.js";

/** The value, else what the procedure gives. */
function reference([table, key, fallback]: readonly SchemeValue[], runner: Runner): SchemeValue {
  const entry = tableOf(table).get(key);
  if (entry !== undefined) return entry[1];
  if (fallback === undefined) throw new WrongArgument("hash table has no such key");
  return runner.apply(fallback, []);
}

function update([table, key, change, initial]: readonly SchemeValue[], runner: Runner): void {
  const current = tableOf(table).get(key)?.[1] ?? initial;
  tableOf(table).set(key, runner.apply(change, [current]));
}

function fromAssociations([list]: readonly SchemeValue[], runner: Runner): HashTable {
  const table = new HashTable(identityOf);
  for (const entry of listItems(list, runner)) if (entry instanceof Pair) table.set(entry.car, entry.cdr);
  return table;
}

function makeVector([length, filler = false]: readonly SchemeValue[], runner: Runner): Vector {
  const size = indexOf(length, Number.MAX_SAFE_INTEGER);
  runner.spend(size);
  return new Vector(new Array<SchemeValue>(size).fill(filler));
}

function setItem([vector, index, value]: readonly SchemeValue[]): void {
  const items = vectorOf(vector);
  items[indexOf(index, items.length - 1)] = value;
}

/** Hash tables and vectors. */
export function tableBuiltins(runner: Runner): readonly Builtin[] {
  const entries = (table: SchemeValue) => {
    const found = tableOf(table).entries();
    runner.spend(found.length);
    return found;
  };
  return [
    ["make-hash-table", 0, any, () => new HashTable(identityOf)],
    ["hash-table?", 1, 1, ([value]) => value instanceof HashTable],
    ["hash-table-set!", 3, 3, ([table, key, value]) => void tableOf(table).set(key, value)],
    ["hash-table-ref", 2, 3, (args) => reference(args, runner)],
    ["hash-table-ref/default", 3, 3, ([table, key, fallback]) => (tableOf(table).get(key) ?? [key, fallback])[1]],
    ["hash-table-exists?", 2, 2, ([table, key]) => tableOf(table).get(key) !== undefined],
    ["hash-table-delete!", 2, 2, ([table, key]) => void tableOf(table).delete(key)],
    ["hash-table-update!/default", 4, 4, (args) => void update(args, runner)],
    ["hash-table-size", 1, 1, ([table]) => tableOf(table).size],
    ["hash-table-count", 1, 1, ([table]) => tableOf(table).size],
    ["hash-table-keys", 1, 1, ([table]) => listOf(entries(table).map(([key]) => key))],
    ["hash-table-values", 1, 1, ([table]) => listOf(entries(table).map(([, value]) => value))],
    ["hash-table->alist", 1, 1, ([table]) => listOf(entries(table).map(([key, value]) => new Pair(key, value)))],
    ["alist->hash-table", 1, any, (args) => fromAssociations(args, runner)],
    ["hash-table-walk", 2, 2, ([table, visit]) => void entries(table).map((entry) => runner.apply(visit, entry))],
    ["vector", 0, any, (args) => new Vector([...args])],
    ["vector?", 1, 1, ([value]) => value instanceof Vector],
    ["make-vector", 1, 2, (args) => makeVector(args, runner)],
    ["vector-ref", 2, 2, ([vector, index]) => vectorOf(vector)[indexOf(index, vectorOf(vector).length - 1)]],
    ["vector-set!", 3, 3, (args) => void setItem(args)],
    ["vector-length", 1, 1, ([vector]) => vectorOf(vector).length],
    ["vector->list", 1, 1, ([vector]) => listOf(vectorOf(vector))],
    ["list->vector", 1, 1, ([list]) => new Vector(listItems(list, runner))],
  ];
}
