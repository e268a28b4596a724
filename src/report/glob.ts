import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** Paths below a directory that match a pattern of `*`, `?` and `[…]`, sorted. As in a shell, a leading dot must be written out. */
export function glob(directory: string, pattern: string): string[] {
  const [first = "", ...rest] = pattern.split("/");
  if (rest.length === 0) return matches(directory, first).map((name) => join(directory, name));
  const below = first === "" ? [directory] : matches(directory, first).map((name) => join(directory, name));
  return below.flatMap((path) => glob(path, rest.join("/")));
}

function matches(directory: string, pattern: string): string[] {
  if (!/[*?[]/.test(pattern)) return existsSync(join(directory, pattern)) ? [pattern] : [];
  const expression = globExpression(pattern);
  return namesIn(directory)
    .filter((name) => expression.test(name) && (!name.startsWith(".") || pattern.startsWith(".")))
    .sort();
}

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

function globExpression(pattern: string): RegExp {
  const source = pattern.replace(/\[!?\]?[^\]]*\]|[*?]|[\s\S]/g, (part) => {
    if (part === "*") return ".*";
    if (part === "?") return ".";
    if (part.length === 1) return part.replace(/[.+^${}()|[\]\\]/, "\\$&");
    const isNegated = part.startsWith("[!");
    return `[${isNegated ? "^" : ""}${part.slice(isNegated ? 2 : 1, -1).replace(/[\\\]^]/g, "\\$&")}]`;
  });
  return new RegExp(`^${source}$`, "s");
}
