import { Failure } from "../base/index.js";
import { words } from "../model/index.js";
import type { Config, ConfigVariable } from "./config.js";

/** A key: a level of targets, a column of table `runs`, an environment variable. */
export interface Field {
  readonly name: string;
  /** Declaration of the column, e.g. `TEXT`; may be empty. */
  readonly type: string;
}

const ownColumns = new Set("id runname state status owner event_time comment fail_count pass_count contour last_update".split(" "));

/**
 * The keys of `[fields]`, in target order; none when there is no such section.
 *
 * @throws Failure `bad-config` for a name that cannot be a column
 * @see spec 01 § 6.3
 */
export function fieldsOf(config: Config): Field[] {
  const variables = config.variables("fields");
  const seen = new Map<string, string>();
  return variables.map((variable) => {
    const folded = variable.name.toLowerCase();
    checkName(variable, seen.get(folded));
    seen.set(folded, variable.name);
    return { name: variable.name, type: columnType(variable.value) };
  });
}

function checkName({ name, file, line }: ConfigVariable, twin: string | undefined): void {
  if (ownColumns.has(name.toLowerCase())) {
    throw new Failure(
      "bad-config",
      `your key cannot be named ${name} as this conflicts with the same named field in the runs table, you must remove your megatest.db and <linktree>/.db before trying again.`,
      1,
      // Where 1.65 says it.
      { stream: "stdout" },
    );
  }
  const place = `${file}:${line}, section [fields]`;
  if (!/^[A-Za-z_]\w*$/.test(name)) {
    throw new Failure("bad-config", `your key cannot be named ${name}: a key is a letter or _, then letters, digits or _\n   ${place}`);
  }
  if (twin !== undefined) throw new Failure("bad-config", `the keys ${twin} and ${name} differ only in upper and lower case\n   ${place}`);
}

const declaration =
  /^(?:(?:text|char|character|varchar|nchar|nvarchar|clob|int|integer|tinyint|smallint|mediumint|bigint|real|double|float|numeric|decimal|boolean|date|datetime|blob)\b(?: ?\(\d+(?:, ?\d+)?\))?)?(?: ?(?:not null|null|collate \w+|default (?:'[^']*'|[-+]?\d+(?:\.\d+)?|null)))*$/i;

/** Old areas keep remarks where the type belongs; they must not become SQL. */
function columnType(text: string): string {
  const type = words(text).join(" ");
  return declaration.test(type) ? type : "TEXT";
}
