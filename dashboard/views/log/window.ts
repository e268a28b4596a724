/** Lines that are asked for together. */
export const blockLines = 500;

/** From … to, both included; lines count from 1. */
export interface LineRange {
  readonly first: number;
  readonly last: number;
}

/** What the parameter `line` names: `120` or `120-140`; undefined when it names nothing. Spec 06 § 18.1 */
export function parseLines(text: string | undefined): LineRange | undefined {
  const [, from, to] = /^(\d+)(?:-(\d+))?$/.exec(text ?? "") ?? [];
  if (from === undefined) return undefined;
  const [a, b] = [Number(from), Number(to ?? from)];
  return Math.min(a, b) >= 1 ? { first: Math.min(a, b), last: Math.max(a, b) } : undefined;
}

/** The other way round. */
export function formatLines({ first, last }: LineRange): string {
  return first === last ? String(first) : `${first}-${last}`;
}

/** Blocks of lines that a range touches, by number from 0. */
export function blocksOf({ first, last }: LineRange): number[] {
  const from = Math.floor((Math.max(1, first) - 1) / blockLines);
  const to = Math.floor((Math.max(1, last) - 1) / blockLines);
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
