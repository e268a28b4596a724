import { Failure } from "../base/index.js";
import { Connection, type SqlValue } from "./connection.js";

/** Where a database that is not ours keeps values over time. */
export interface SeriesPlace {
  readonly file: string;
  readonly table: string;
  /** Column of epoch seconds. */
  readonly timefield: string;
  /** Column of the name of what was measured. */
  readonly varfield: string;
  readonly valfield: string;
}

export interface SeriesRequest {
  /** Value of `varfield`. */
  readonly name: string;
  /** Epoch seconds. */
  readonly from: number;
  readonly until: number;
}

/** Enough for a curve. */
const mostPoints = 5000;
const busyTimeoutMs = 1000;

/**
 * Reads a series from a SQLite database of somebody else, which stays as it is: the values within a span, and the last one before it.
 *
 * @returns by time: `[time, value]`; what is no number is left out
 * @throws Failure `bad-config` for a name that is no plain word; `io`, `database`, `busy` when the file cannot be read
 * @see spec 06 § 11.3 and § 28
 */
export function readOutsideSeries(place: SeriesPlace, { name, from, until }: SeriesRequest): (readonly [time: number, value: number])[] {
  const [table, time, variable, value] = [place.table, place.timefield, place.varfield, place.valfield].map(identifier);
  const db = new Connection(place.file, { busyTimeoutMs, readOnly: true });
  try {
    const rows = (condition: string, order: string, most: number, ...params: number[]) =>
      db.tuples<readonly [SqlValue, SqlValue]>(
        `SELECT ${time}, ${value} FROM ${table} WHERE ${variable} = ? AND ${condition} ORDER BY ${time} ${order} LIMIT ${most}`,
        ...[name, ...params],
      );
    const before = rows(`${time} < ?`, "DESC", 1, from);
    const within = rows(`${time} BETWEEN ? AND ?`, "ASC", mostPoints, from, until);
    return [...before, ...within].flatMap(([at, measured]) =>
      typeof at === "number" && typeof measured === "number" ? [[at, measured] as const] : [],
    );
  } finally {
    db.close();
  }
}

function identifier(name: string): string {
  if (!/^[A-Za-z_]\w{0,63}$/.test(name)) throw new Failure("bad-config", `${name} is no name of a table or column: letters, digits and _ only`);
  return `"${name}"`;
}
