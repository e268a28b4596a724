import type { RunRef, TestRef } from "../../view/index.js";

/** Things that are told in one file: what they are called, and what they are. */
export type Told = readonly (readonly [name: string, value: unknown])[];

/** The function that the files of data call, with their own path and what they tell. */
export const tellName = "megatestTold";

/** What is told of the copy itself: the only file that differs in every copy. Its presence says that a directory is a copy. */
export const aboutFile = "data/about.js";
/** What is told of the area as a whole. */
export const areaFile = "data/area.js";

/** Of a run: what its page says; its tests, row by row; their measured values. */
export function runFile(run: RunRef, part: "page" | "tests" | "values"): string {
  return `${runFolder(run)}/${part}.js`;
}

/** What the page of a test says. */
export function testFile({ n, i, ...run }: TestRef): string {
  return `${runFolder(run)}/${nameFor(`${n}/${i}`)}.js`;
}

/** The lines of a file of a test. */
export function logFile({ n, i, ...run }: TestRef, f: string): string {
  return `${runFolder(run)}/${nameFor(`${n}/${i}`)}.${hashOf(f)}.js`;
}

const runFolder = ({ t, r }: RunRef) => `data/${nameFor(`${t}/${r}`)}`;

const longestName = 80;

/**
 * A name of a file, the same for the same object in every copy: legible as far as that is safe everywhere, and told apart by a digest, also where
 * capitals do not count.
 */
function nameFor(text: string): string {
  const legible = text
    .replace(/[^A-Za-z0-9._-]+/g, "_")
    .replace(/^[._-]+|[._-]+$/g, "")
    .slice(0, longestName);
  return `${legible}-${hashOf(text)}`;
}

/** 64 bits of a text, not secret: two FNV-1a sums that begin differently. The page must know it too, and plain HTTP has no crypto. */
function hashOf(text: string): string {
  return [0x811c9dc5, 0x9e3779b9].map((start) => fnv(text, start).toString(16).padStart(8, "0")).join("");
}

function fnv(text: string, start: number): number {
  let hash = start;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    hash = Math.imul(hash ^ (unit & 0xff), 0x01000193);
    hash = Math.imul(hash ^ (unit >> 8) ^ (hash >>> 15), 0x01000193);
  }
  return hash >>> 0;
}
