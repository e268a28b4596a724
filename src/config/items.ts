import type { Log } from "../base/index.js";
import { words } from "../model/index.js";
import type { Config } from "./config.js";

/** The item variables with their values, in order; spec 01 § 9.3. */
export type Item = readonly ItemVariable[];

export interface ItemVariable {
  readonly name: string;
  readonly value: string;
}

interface Column {
  readonly name: string;
  readonly values: readonly string[];
}

/**
 * The items of a test: the product of `[items]`, then the rows of `[itemstable]`, each item path once. Undefined for a
 * plain test: neither section has an entry. An empty list means that an itemized test has nothing to run.
 *
 * @see spec 01 § 9.3 to § 9.5
 */
export function expandItems(config: Config, log: Log): Item[] | undefined {
  if (config.has("items") && config.names("items").length === 0) {
    log.print(0, "WARNING:[items] section in testconfig but no entries defined");
  }
  if (config.has("itemstable") && config.names("itemstable").length === 0) {
    log.print(0, "WARNNG:[itemstable] section in testconfig but no entries defined");
  }
  const factors = columnsOf(config, "items");
  const columns = columnsOf(config, "itemstable");
  if (factors.length === 0 && columns.length === 0) return undefined;
  const items = [...(factors.length > 0 ? product(factors) : []), ...tableRows(columns)];
  const unique = new Map<string, Item>();
  for (const item of items) if (!unique.has(itemPath(item))) unique.set(itemPath(item), item);
  return [...unique.values()];
}

/** Whether some item value is a command that runs only when the prerequisites are met; spec 01 § 9.2. */
export function hasLateItems(config: Config): boolean {
  return ["items", "itemstable"].some((section) => config.names(section).some((name) => config.isDeferred(section, name)));
}

/** The values joined by `/`. */
export function itemPath(item: Item): string {
  return item.map((variable) => variable.value).join("/");
}

/** `MT_ITEM_INFO`: `((BOARD r1) (TEMP cold))`. */
export function itemInfo(item: Item): string {
  return `(${item.map(({ name, value }) => `(${name} ${value})`).join(" ")})`;
}

function columnsOf(config: Config, section: string): Column[] {
  return config.variables(section).map(({ name, value }) => ({ name, values: words(value) }));
}

/** The first variable varies slowest; one without values leaves nothing. */
function product(factors: readonly Column[]): Item[] {
  return factors.reduce<Item[]>((items, { name, values }) => items.flatMap((item) => values.map((value) => [...item, { name, value }])), [[]]);
}

/** As many rows as the longest column; a missing word is `-`. */
function tableRows(columns: readonly Column[]): Item[] {
  const height = Math.max(0, ...columns.map((column) => column.values.length));
  return Array.from({ length: height }, (_, row) => columns.map(({ name, values }) => ({ name, value: values[row] ?? "-" })));
}
