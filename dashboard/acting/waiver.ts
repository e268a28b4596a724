/** Whether a comment justifies a waiver: the pattern must match it in whole. An expression that is none matches nothing, as on the server. */
export function isJustified(comment: string, pattern: string): boolean {
  if (pattern === "") return true;
  try {
    return new RegExp(`^(?:${pattern})$`, "s").test(comment);
  } catch {
    return false;
  }
}
