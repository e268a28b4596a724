/** A variable of an environment file. */
export interface FileVariable {
  readonly name: string;
  readonly value: string;
  /** Commented out: told, but not set. */
  readonly comment: boolean;
}

/**
 * The variables of a `megatest.sh`: lines `export NAME=VALUE`, values in double quotes where needed and then with line breaks as they are, and the same
 * behind `# `. Other lines are left out. In files of 1.65, which escapes nothing, a value ends where the next variable begins.
 *
 * @see spec 03 § 9.4
 */
export function parseEnvironmentFile(text: string): FileVariable[] {
  const lines = text.split("\n");
  const variables: FileVariable[] = [];
  for (let at = 0; at < lines.length; at++) {
    const [, mark, name, start = ""] = variableLine.exec(lines[at] ?? "") ?? [];
    if (name === undefined) continue;
    let value = start;
    while (goesOn(value, lines[at + 1])) {
      at++;
      const line = lines[at] ?? "";
      value += `\n${mark === undefined ? line : line.replace(/^# /, "")}`;
    }
    variables.push({ name, value: unquoted(value), comment: mark !== undefined });
  }
  return variables;
}

const variableLine = /^(# )?export ([^=]+)=(.*)$/s;
const closed = /^"(?:[^"\\]|\\.)*"$/s;
/** Quotes within are not escaped. */
const careless = /^"(?:[^"\\]|\\.)*"./s;

function goesOn(value: string, next: string | undefined): boolean {
  if (!value.startsWith('"') || closed.test(value) || next === undefined) return false;
  return !(careless.test(value) && value.endsWith('"') && (next === "" || variableLine.test(next)));
}

function unquoted(value: string): string {
  if (closed.test(value)) return value.slice(1, -1).replace(/\\(["\\$`])/g, "$1");
  return value.startsWith('"') ? value.replace(/^"|"$/g, "") : value;
}
