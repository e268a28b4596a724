/** SQL's LIKE with `%` as the only wildcard: `_` is frequent in names and stands for itself. Case does not count. Spec 02 § 5.3. */
export function like(pattern: string): (text: string) => boolean {
  if (pattern === "%") return () => true;
  const expression = new RegExp(`^${pattern.split("%").map(escapeRegExp).join(".*")}$`, "is");
  return (text) => expression.test(text);
}

const escapeRegExp = (text: string) => text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
