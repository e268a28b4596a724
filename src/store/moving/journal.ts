import { existsSync } from "node:fs";
import { hostName } from "../../sys/index.js";
import { type Connection, epochNow, numberOf, type Row, textOf } from "../connection.js";
import { openAreaForReading } from "../read-only.js";
import { columnsOf } from "../schema.js";
import type { MoveOp } from "./receive.js";

/** How far a run got: it is being copied, removed where it was, shown where it is; spec 04 § 23.5. */
export type MovePhase = "copy" | "remove" | "publish" | "done";

/** An entry of `run_moves`, the journal that the area database keeps of the runs that leave. Spec 04 § 23.3 */
export interface Move {
  readonly move_id: string;
  readonly op: MoveOp;
  /** In the database that the run leaves. */
  readonly run_id: number;
  readonly target: string;
  readonly runname: string;
  /** Absolute path of the area where it goes; of this one for `reduce` and `restore`. */
  readonly dest: string;
  /** Its id there; 0 before it has come. */
  readonly dest_run_id: number;
  readonly orig_state: string;
  readonly digest: string;
  readonly phase: MovePhase;
  /** The process that is at it. */
  readonly host: string;
  readonly pid: number;
  readonly started: number;
  readonly updated: number;
  readonly note: string;
}

const columns: Readonly<Record<keyof Move, string>> = {
  move_id: "TEXT PRIMARY KEY",
  op: "TEXT",
  run_id: "INTEGER",
  target: "TEXT",
  runname: "TEXT",
  dest: "TEXT",
  dest_run_id: "INTEGER",
  orig_state: "TEXT",
  digest: "TEXT",
  phase: "TEXT",
  host: "TEXT",
  pid: "INTEGER",
  started: "INTEGER",
  updated: "INTEGER",
  note: "TEXT",
};

const names = Object.keys(columns) as (keyof Move)[];

/** The moves of this area that are not done, oldest first. */
export function readOpenMoves(areaFile: string, busyTimeoutMs: number): Move[] {
  if (!existsSync(areaFile)) return [];
  const area = openAreaForReading(areaFile, busyTimeoutMs);
  try {
    if (columnsOf(area, "run_moves").length === 0) return [];
    return area.all("SELECT * FROM run_moves WHERE phase <> 'done' ORDER BY started, rowid").map(moveOf);
  } finally {
    area.close();
  }
}

const moveOf = (row: Row): Move => ({
  move_id: textOf(row["move_id"]),
  op: textOf(row["op"]) as MoveOp,
  run_id: numberOf(row["run_id"]),
  target: textOf(row["target"]),
  runname: textOf(row["runname"]),
  dest: textOf(row["dest"]),
  dest_run_id: numberOf(row["dest_run_id"]),
  orig_state: textOf(row["orig_state"]),
  digest: textOf(row["digest"]),
  phase: textOf(row["phase"]) as MovePhase,
  host: textOf(row["host"]),
  pid: numberOf(row["pid"]),
  started: numberOf(row["started"]),
  updated: numberOf(row["updated"]),
  note: textOf(row["note"]),
});

// In a transaction on the area database:

/** Notes the entries, new or changed, as of now and this process. Returns them as they are noted. */
export function noteMoves(area: Connection, moves: readonly Move[]): Move[] {
  area.exec(`CREATE TABLE IF NOT EXISTS main.run_moves (${names.map((name) => `${name} ${columns[name]}`).join(", ")})`);
  const noted = moves.map((move) => ({ ...move, host: hostName(), pid: process.pid, updated: epochNow() }));
  const sql = `INSERT INTO main.run_moves (${names.join(", ")}) VALUES (${names.map(() => "?").join(", ")})
    ON CONFLICT (move_id) DO UPDATE SET ${names.map((name) => `${name} = excluded.${name}`).join(", ")}`;
  for (const move of noted) area.run(sql, ...names.map((name) => move[name]));
  return noted;
}

export function dropMoves(area: Connection, moves: readonly Pick<Move, "move_id">[]): void {
  for (const { move_id } of moves) area.run("DELETE FROM main.run_moves WHERE move_id = ?", move_id);
}
