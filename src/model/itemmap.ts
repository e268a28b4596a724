import { Failure } from "../base/index.js";
import type { TestPattern } from "./pattern.js";
import { words } from "./words.js";

/** One line of a map: the first match of `search` is replaced. */
interface ItemmapLine {
  readonly search: RegExp;
  /** With `\0` to `\9` for what the groups matched. */
  readonly replacement: string;
}

/** Converts the item path of a waiting test into one of its waiton; the lines apply one after the other. Spec 02 § 7. */
export type Itemmap = readonly ItemmapLine[];

/** A map and the waitons it is for. */
export interface ItemmapEntry {
  /** A test name or pattern; item parts do not matter. */
  readonly waitons: TestPattern;
  readonly map: Itemmap;
}

/**
 * Parses a map: lines `REGEX [REPLACEMENT]`.
 *
 * @throws Failure `bad-config` when an expression is none
 * @see spec 02 § 7
 */
export function parseItemmap(text: string): Itemmap {
  const map: ItemmapLine[] = [];
  for (const line of text.split("\n")) {
    const [search, replacement = ""] = words(line);
    if (search === undefined) continue;
    try {
      map.push({ search: new RegExp(search), replacement });
    } catch (error) {
      throw new Failure("bad-config", `itemmap: no regular expression: ${search}`, 1, { cause: error });
    }
  }
  return map;
}

/** The converted item path; a match of nothing counts as none. */
export function applyItemmap(map: Itemmap, itemPath: string): string {
  return map.reduce((path, { search, replacement }) => {
    const match = search.exec(path);
    if (match === null || match[0] === "") return path;
    const inserted = replacement.replace(/\\(\d)/g, (_, group: string) => match[Number(group)] ?? "");
    return path.slice(0, match.index) + inserted + path.slice(match.index + match[0].length);
  }, itemPath);
}

/** The map for a waiton: the first entry that names it; undefined means that paths stay as they are. */
export function itemmapFor(entries: readonly ItemmapEntry[], waiton: string): Itemmap | undefined {
  return entries.find((entry) => entry.waitons.names(waiton))?.map;
}
