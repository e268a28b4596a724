import type { Env } from "../sys/index.js";

/** Variables that describe a login rather than a test; they are only shown, as comments. Spec 03 § 9.4. */
const loginVariables = ["USER", "HOME", "DISPLAY", "LS_COLORS", "XKEYSYMDB", "EDITOR", "MAKEFLAGS", "MAKEF", "MAKEOVERRIDES"];

/**
 * A script that sets all variables of an environment when it is sourced (`megatest.sh`, `megatest.csh`, `-env2file`): values come out
 * exactly as they are. What must not or cannot be set is there as a comment.
 *
 * @param options.blacklist names that are only shown, instead of the usual ones
 * @see spec 03 § 9.4
 */
export function environmentFile(env: Env, options: { readonly shell: "sh" | "csh"; readonly blacklist?: readonly string[] }): string {
  const setVariable = options.shell === "sh" ? exportLine : setenvLine;
  const blacklist = new Set(options.blacklist ?? loginVariables);
  const lines = Object.keys(env)
    .sort()
    .map((name) => {
      const line = setVariable(name, env[name] ?? "");
      return isIdentifier(name) && !blacklist.has(name) ? line : asComment(line);
    });
  return lines.map((line) => `${line}\n`).join("");
}

/** `export NAME=VALUE` for a POSIX shell, quoted where needed. */
export function exportLine(name: string, value: string): string {
  return `export ${name}=${isPlain(value) ? value : `"${value.replace(/["\\$`]/g, "\\$&")}"`}`;
}

/** `setenv NAME VALUE` for a C shell, quoted where needed. A value with a line break cannot be expressed: that is a comment. */
export function setenvLine(name: string, value: string): string {
  const line = `setenv ${name} ${isPlain(value) ? value : cshQuoted(value)}`;
  return value.includes("\n") ? asComment(line) : line;
}

const asComment = (lines: string) => lines.replace(/^/gm, "# ");

/** In double quotes, csh knows no escape for most characters: those are put into single quotes of their own. `!` needs a backslash in both. */
function cshQuoted(value: string): string {
  const parts = value.split(/(["$`]+)/).filter((part) => part !== "");
  return parts
    .map((part) => (/["$`]/.test(part) ? `'${part}'` : `"${part}"`))
    .join("")
    .replaceAll("!", "\\!");
}

const isIdentifier = (name: string) => /^[A-Za-z_][A-Za-z0-9_]*$/.test(name);

/** Needs no quotes in either shell. */
const isPlain = (value: string) => /^[A-Za-z0-9_:,./%-]*$/.test(value);
