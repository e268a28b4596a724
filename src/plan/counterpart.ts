import { applyItemmap, type Itemmap } from "../model/index.js";
import type { TestItems } from "./definition.js";

/** What an item of a waiting test corresponds to in a waiton: one item, the waiton as a whole, or nothing. */
export type Counterpart = { readonly kind: "item"; readonly item_path: string } | { readonly kind: "whole" } | { readonly kind: "none" };

/**
 * The counterpart of an item path.
 *
 * @param map for this waiton, if there is one
 * @param items of the waiton; one that is computed later is taken to be there
 * @see spec 02 § 7
 */
export function counterpart(map: Itemmap | undefined, itemPath: string, items: TestItems): Counterpart {
  if (items.kind === "plain") return { kind: "whole" };
  const converted = map === undefined ? itemPath : applyItemmap(map, itemPath);
  if (converted === "") return { kind: "whole" };
  if (items.kind === "late" || items.paths.has(converted)) return { kind: "item", item_path: converted };
  return { kind: map === undefined ? "whole" : "none" };
}

/** An item that does not wait for a waiton, since the map for it leads to no item there. */
export interface MissingCounterpart {
  readonly testname: string;
  readonly item_path: string;
  readonly waiton: string;
}

/** What the log says about it. */
export function missingCounterpartText({ testname, item_path, waiton }: MissingCounterpart): string {
  return `item ${item_path} of test ${testname} maps to no item of ${waiton} and does not wait for it`;
}
