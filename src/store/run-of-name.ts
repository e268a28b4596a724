import { type Connection, numberOf, textOf } from "./connection.js";
import { keyNames, quoted } from "./schema.js";

/** What names a run in an area. */
export interface RunName {
  /** One value for each key. */
  readonly target: readonly string[];
  readonly runname: string;
}

/** The run that has a name, whatever its state. The target must fit the keys. */
export function runOfName(db: Connection, { target, runname }: RunName): { readonly id: number; readonly state: string } | undefined {
  const match = ["runname", ...keyNames(db)].map((name) => `${quoted(name)} = ?`).join(" AND ");
  const row = db.get(`SELECT id, state FROM main.runs WHERE ${match}`, runname, ...target);
  return row === undefined ? undefined : { id: numberOf(row["id"]), state: textOf(row["state"]) };
}
