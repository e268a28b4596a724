import { statSync } from "node:fs";
import Database from "better-sqlite3";
import { Failure, messageOf } from "../base/index.js";

export type SqlValue = string | number | bigint | Buffer | null;
export type Row = Readonly<Record<string, SqlValue>>;
export type Param = string | number | Buffer | null;

export interface ConnectionOptions {
  /** Milliseconds to wait for another program's lock. */
  readonly busyTimeoutMs: number;
  readonly readOnly?: boolean;
  /** Make the file when it is missing. */
  readonly create?: boolean;
}

/**
 * One connection to one SQLite file: prepared statements by text, transactions, and errors as Failures. The only
 * place that knows the driver. The driver is built without double-quoted strings: literals are in single quotes.
 */
export class Connection {
  readonly #db: Database.Database;
  readonly #statements = new Map<string, Database.Statement>();
  readonly #tupleStatements = new Map<string, Database.Statement>();
  /** Of the file when it was opened. */
  readonly inode: number;

  /** @throws Failure when the file cannot be opened, or made */
  constructor(
    readonly file: string,
    readonly options: ConnectionOptions,
  ) {
    this.#db = this.#guard(() => {
      const { busyTimeoutMs, readOnly = false, create = false } = options;
      const db = new Database(file, { timeout: busyTimeoutMs, readonly: readOnly, fileMustExist: !create });
      // Off as in the reference: tables of others may refer to ours, and rows are replaced during a push.
      db.pragma("foreign_keys = OFF");
      return db;
    });
    this.inode = statSync(file, { throwIfNoEntry: false })?.ino ?? 0;
  }

  all(sql: string, ...params: Param[]): Row[] {
    return this.#guard(() => this.#prepare(sql).all(...params) as Row[]);
  }

  /** As {@link all}, each row as the values of its columns in their order: for very many rows. The caller knows what the statement selects. */
  tuples<T extends readonly SqlValue[]>(sql: string, ...params: Param[]): T[] {
    return this.#guard(
      () =>
        this.#prepare(sql, this.#tupleStatements)
          .raw(true)
          .all(...params) as T[],
    );
  }

  get(sql: string, ...params: Param[]): Row | undefined {
    return this.#guard(() => this.#prepare(sql).get(...params) as Row | undefined);
  }

  /** The number of rows that the statement itself changed. */
  run(sql: string, ...params: Param[]): number {
    return this.#guard(() => this.#prepare(sql).run(...params).changes);
  }

  /** As `run`, for an INSERT: the id of the new row. */
  insert(sql: string, ...params: Param[]): number {
    return this.#guard(() => Number(this.#prepare(sql).run(...params).lastInsertRowid));
  }

  /** Any number of statements without parameters. */
  exec(sql: string): void {
    this.#guard(() => this.#db.exec(sql));
  }

  /** One transaction that holds the write lock from its beginning; within another one just a part of it. */
  write<T>(work: () => T): T {
    return this.transaction("BEGIN IMMEDIATE", work);
  }

  /**
   * As {@link write}, without waiting for the lock.
   *
   * @throws Failure `busy` at once, with nothing done
   */
  writeIfFree<T>(work: () => T): T {
    return this.transaction("BEGIN IMMEDIATE", work, 0);
  }

  /** A part of the current transaction that is undone alone when `work` throws. */
  part<T>(work: () => T): T {
    this.run("SAVEPOINT part");
    try {
      const result = work();
      this.run("RELEASE part");
      return result;
    } catch (error) {
      if (this.#db.inTransaction) {
        this.run("ROLLBACK TO part");
        this.run("RELEASE part");
      }
      throw error;
    }
  }

  /** One transaction, begun by the given statement; rolled back when `work` throws. */
  transaction<T>(begin: "BEGIN" | "BEGIN IMMEDIATE" | "BEGIN EXCLUSIVE", work: () => T, timeoutMs = this.options.busyTimeoutMs): T {
    if (this.#db.inTransaction) return work();
    this.#begin(begin, timeoutMs);
    try {
      const result = work();
      this.run("COMMIT");
      return result;
    } catch (error) {
      if (this.#db.inTransaction) this.run("ROLLBACK");
      throw error;
    }
  }

  close(): void {
    this.#db.close();
  }

  #begin(statement: string, timeoutMs: number): void {
    const { busyTimeoutMs } = this.options;
    if (timeoutMs === busyTimeoutMs) return void this.run(statement);
    this.get(`PRAGMA busy_timeout = ${timeoutMs}`);
    try {
      this.run(statement);
    } finally {
      this.get(`PRAGMA busy_timeout = ${busyTimeoutMs}`);
    }
  }

  #prepare(sql: string, prepared = this.#statements): Database.Statement {
    let statement = prepared.get(sql);
    if (statement === undefined) {
      statement = this.#db.prepare(sql);
      prepared.set(sql, statement);
    }
    return statement;
  }

  #guard<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw asFailure(error, this.file);
    }
  }
}

/** What a user can mend becomes a Failure; a wrong statement stays what it is: a bug. Spec 04 § 2.1. */
function asFailure(error: unknown, file: string): unknown {
  if (!(error instanceof Database.SqliteError)) return error;
  const code = error.code.split("_")[1] ?? "";
  const cause = { cause: error };
  switch (code) {
    case "BUSY":
    case "LOCKED":
      return new Failure("busy", `locked: another program keeps ${file}; end it or try again`, 1, cause);
    case "READONLY":
    case "PERM":
    case "AUTH":
      return new Failure("read-only", `permission: ${file} cannot be written`, 1, cause);
    case "FULL":
      return new Failure("disk-space", `disk full: no space left for ${file}`, 1, cause);
    case "CANTOPEN":
    case "IOERR":
      return new Failure("io", `i/o error: ${messageOf(error)}: ${file}; look at its disk and the permissions of its directory`, 1, cause);
    case "CORRUPT":
    case "NOTADB":
      return new Failure("corrupt", `corrupt: ${messageOf(error)}: ${file}`, 1, cause);
    default:
      return error;
  }
}

/** Whether a statement failed because of what a table holds already. */
export function isConstraint(error: unknown): boolean {
  return error instanceof Database.SqliteError && error.code.startsWith("SQLITE_CONSTRAINT");
}

/** A text column; NULL is the empty text. */
export function textOf(value: SqlValue | undefined): string {
  return value === null || value === undefined ? "" : String(value);
}

/** A number column; what is no number counts as 0. */
export function numberOf(value: SqlValue | undefined): number {
  const number = Number(value ?? 0);
  return Number.isFinite(number) ? number : 0;
}

/** Now, in epoch seconds, as all times of the database. */
export const epochNow = (): number => Math.floor(Date.now() / 1000);
