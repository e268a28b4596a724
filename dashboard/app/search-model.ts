/** Something that can be found by name. */
export interface Entry {
  readonly kind: string;
  readonly text: string;
  /** Where it leads, or what it does. */
  readonly to?: string;
  readonly run?: () => void;
}

/**
 * The entries that have all words, the best first: at the beginning of the text, at the beginning of a word, anywhere; shorter texts first.
 * Without words the first entries.
 */
export function best(entries: readonly Entry[], words: string, most: number): readonly Entry[] {
  const needles = words.toLowerCase().split(/\s+/).filter(Boolean);
  if (needles.length === 0) return entries.slice(0, most);
  const scored: { readonly entry: Entry; readonly score: number }[] = [];
  for (const entry of entries) {
    const text = entry.text.toLowerCase();
    let score = text.length / 1000;
    for (const needle of needles) {
      const at = text.indexOf(needle);
      if (at < 0) {
        score = Number.POSITIVE_INFINITY;
        break;
      }
      score += at === 0 ? 0 : /[\p{L}\p{N}]/u.test(text[at - 1] ?? "") ? 2 : 1;
    }
    if (score < Number.POSITIVE_INFINITY) scored.push({ entry, score });
  }
  return scored
    .sort((a, b) => a.score - b.score)
    .slice(0, most)
    .map(({ entry }) => entry);
}
