import { readFileSync, statSync } from "node:fs";
import { decodeBytes } from "../sys/index.js";
import type { Config } from "./config.js";
import { configOf, madeFromMark } from "./dump.js";
import { fileStamp } from "./lines.js";
import { isList, parseSexp, type Sexp } from "./sexp.js";

/**
 * Reads a cache that `dumpSexp` wrote with its sources; undefined when there is none, when it is torn or not of `source`, when it is not newer than
 * `source`, or when a file that it was made from has changed, has come or has gone.
 *
 * @param source the configuration file; becomes the file of every variable
 * @see spec 01 § 10
 */
export function readCache(path: string, source: string): Config | undefined {
  const text = newerText(path, source);
  const sections = text === undefined ? undefined : parseSexp(text);
  if (!isList(sections)) return undefined;
  const sources = sourcesOf(sections.at(-1));
  if (sources?.has(source) !== true || ![...sources].every(([file, stamp]) => fileStamp(file) === stamp)) return undefined;
  return configOf(sections.slice(0, -1), source);
}

/** The text of a file, unless another one is as new. */
function newerText(path: string, other: string): string | undefined {
  try {
    const { mtimeMs } = statSync(path);
    const isNewer = mtimeMs > (statSync(other, { throwIfNoEntry: false })?.mtimeMs ?? 0);
    return isNewer ? decodeBytes(readFileSync(path)) : undefined;
  } catch {
    return undefined;
  }
}

function sourcesOf(section: Sexp | undefined): Map<string, string> | undefined {
  const [mark, ...pairs] = isList(section) ? section : [];
  if (mark !== madeFromMark) return undefined;
  const sources = new Map<string, string>();
  for (const pair of pairs) {
    const [file, stamp] = isList(pair) ? pair : [];
    if (typeof file !== "string" || typeof stamp !== "string") return undefined;
    sources.set(file, stamp);
  }
  return sources;
}
