import type { Param } from "./connection.js";

/** A condition with the values that are bound to its question marks. */
export interface Condition {
  readonly sql: string;
  readonly params: readonly Param[];
}

export const always: Condition = { sql: "1", params: [] };

/**
 * A test pattern in the dialect of database queries, as a condition on the columns `testname` and `item_path`: a comma list of `test` or
 * `test/item`, each part LIKE if it holds a `%`, else GLOB; `~` before a part negates it. An empty list matches nothing.
 *
 * @see spec 02 § 5.3
 */
export function testPatternCondition(pattern: string): Condition {
  const elements = pattern.split(",").filter((element) => element !== "");
  if (elements.length === 0) return { sql: "0", params: [] };
  const conditions = elements.map((element) => {
    const slash = element.indexOf("/");
    const test = slash < 0 ? element : element.slice(0, slash);
    const item = slash < 0 ? "%" : element.slice(slash + 1);
    return both(partCondition("testname", test), partCondition("item_path", item));
  });
  return { sql: `(${conditions.map((condition) => condition.sql).join(" OR ")})`, params: conditions.flatMap((condition) => condition.params) };
}

function partCondition(column: string, part: string): Condition {
  if (!part.startsWith("~")) return textCondition(column, part);
  const { sql, params } = textCondition(column, part.slice(1));
  return { sql: `NOT (${sql})`, params };
}

/** A run-name or target pattern: LIKE if it holds a `%`, else GLOB. `_` is an ordinary character. */
export function textCondition(column: string, pattern: string): Condition {
  if (pattern === "%") return always;
  if (pattern.includes("%")) return { sql: `${column} LIKE ? ESCAPE '\\'`, params: [pattern.replace(/[\\_]/g, "\\$&")] };
  // The same as GLOB, but an index can serve it.
  const operator = /[*?[]/.test(pattern) ? "GLOB" : "=";
  return { sql: `${column} ${operator} ?`, params: [pattern] };
}

export function both(left: Condition, right: Condition): Condition {
  return { sql: `${left.sql} AND ${right.sql}`, params: [...left.params, ...right.params] };
}
