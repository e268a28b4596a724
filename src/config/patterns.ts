/** Whether a section is applied to the sections whose names it matches; spec 01 § 3.5. */
export function isPattern(section: string): boolean {
  return section.includes("%") || (section.length > 1 && section.startsWith("/") && section.endsWith("/"));
}

/**
 * What a pattern section matches: the whole name.
 *
 * @throws SyntaxError when it is no regular expression
 */
export function patternOf(section: string): RegExp {
  const source = section.includes("%") ? section.replaceAll("%", ".*") : section.slice(1, -1);
  return new RegExp(`^(?:${source})$`, "s");
}

/** As `patternOf`, but what is no regular expression matches nothing. */
export function matchesSection(pattern: string, section: string): boolean {
  try {
    return patternOf(pattern).test(section);
  } catch {
    return false;
  }
}
