import type { Pattern } from "./pattern.js";

/**
 * A Scheme value. Strings hold one character per byte (latin1). Symbols are `Symbol.for(name)`. `null` is the empty
 * list, `undefined` is "no value". A number with an integral value is exact; see Flonum.
 */
export type SchemeValue =
  | undefined
  | null
  | boolean
  | number
  | string
  | symbol
  | Flonum
  | Char
  | Keyword
  | Pair
  | Vector
  | HashTable
  | Pattern
  | Procedure
  | Closure
  | MultipleValues
  | Foreign;

/** An inexact number with an integral value, such as `1.0`; all other inexact numbers are plain numbers. */
export class Flonum {
  constructor(readonly value: number) {}
}

/** A character: its bytes, so a letter outside ASCII has several. */
export class Char {
  constructor(readonly text: string) {}
}

/** `name:` or `#:name`; evaluates to itself. */
export class Keyword {
  constructor(readonly name: string) {}
}

export class Pair {
  constructor(
    readonly car: SchemeValue,
    readonly cdr: SchemeValue,
  ) {}
}

export class Vector {
  constructor(readonly items: SchemeValue[]) {}
}

/** What several results of one expression are until `let-values` takes them apart. */
export class MultipleValues {
  constructor(readonly items: readonly SchemeValue[]) {}
}

/** A thing of the host that programs can only hand around. */
export class Foreign {
  constructor(
    readonly name: string,
    readonly value?: unknown,
  ) {}
}

export const endOfFile = new Foreign("eof");

/** A table whose keys are compared as `equal?` does. */
export class HashTable {
  readonly #entries = new Map<unknown, readonly [key: SchemeValue, value: SchemeValue]>();

  /** @param identify an equal key for equal values */
  constructor(readonly identify: (key: SchemeValue) => unknown) {}

  get size(): number {
    return this.#entries.size;
  }

  get(key: SchemeValue): readonly [key: SchemeValue, value: SchemeValue] | undefined {
    return this.#entries.get(this.identify(key));
  }

  set(key: SchemeValue, value: SchemeValue): void {
    this.#entries.set(this.identify(key), [key, value]);
  }

  delete(key: SchemeValue): void {
    this.#entries.delete(this.identify(key));
  }

  entries(): (readonly [key: SchemeValue, value: SchemeValue])[] {
    return [...this.#entries.values()];
  }
}

/** A built-in procedure, or one of the host. */
export class Procedure {
  /** @param most Infinity when the procedure takes any number of arguments */
  constructor(
    readonly name: string,
    readonly least: number,
    readonly most: number,
    readonly call: (args: readonly SchemeValue[]) => SchemeValue,
  ) {}
}

/** A procedure written in Scheme. */
export class Closure {
  constructor(
    readonly name: string,
    readonly parameters: readonly symbol[],
    readonly rest: symbol | undefined,
    readonly body: SchemeValue,
    readonly environment: Environment,
  ) {}
}

export function isProcedure(value: SchemeValue): boolean {
  return value instanceof Procedure || value instanceof Closure;
}

/** Variables of one scope. */
export class Environment {
  readonly #values = new Map<symbol, SchemeValue>();

  constructor(readonly parent: Environment | undefined) {}

  define(name: symbol, value: SchemeValue): void {
    this.#values.set(name, value);
  }

  /** The innermost scope that has the variable. */
  scopeOf(name: symbol): Environment | undefined {
    let scope: Environment | undefined = this;
    while (scope !== undefined && !scope.#values.has(name)) scope = scope.parent;
    return scope;
  }

  /** The outermost scope. */
  get globals(): Environment {
    let scope: Environment = this;
    while (scope.parent !== undefined) scope = scope.parent;
    return scope;
  }

  /** The value in this very scope. */
  get(name: symbol): SchemeValue {
    return this.#values.get(name);
  }
}

export function symbolName(symbol: symbol): string {
  return symbol.description ?? "";
}

/** A list of these items, ending in `tail`. */
export function listOf(items: readonly SchemeValue[], tail: SchemeValue = null): SchemeValue {
  return items.reduceRight<SchemeValue>((rest, item) => new Pair(item, rest), tail);
}

/** The items of a list, and what stands where a proper list has `null`. */
export function itemsOf(list: SchemeValue): { readonly items: SchemeValue[]; readonly tail: SchemeValue } {
  const items: SchemeValue[] = [];
  let rest = list;
  while (rest instanceof Pair) {
    items.push(rest.car);
    rest = rest.cdr;
  }
  return { items, tail: rest };
}
