import { vi } from "vitest";
import { Connection } from "../../src/store/connection.js";

/** What a process meets that is dead. */
class Killed extends Error {
  override readonly name = "Killed";
}

/**
 * Runs `work` as if its process was killed at one of its database statements: before it, or right after it was done. Transactions are rolled back as
 * SQLite would do it for a dead process; nothing else is done after the kill.
 *
 * @param statement its number, from 0
 * @returns whether it came so far; undefined when it did not, and so was not killed
 */
export async function killedAt(statement: number, when: "before" | "after", work: () => Promise<unknown>): Promise<"killed" | undefined> {
  let count = 0;
  let isDead = false;
  const used = new Set<Connection>();
  const spies = (["run", "get", "all", "exec", "insert"] as const).map((method) => {
    const real = Connection.prototype[method] as (this: Connection, sql: string, ...params: never[]) => unknown;
    return vi.spyOn(Connection.prototype, method).mockImplementation(function (this: Connection, sql: string, ...params: unknown[]) {
      if (isDead && sql !== "ROLLBACK") throw new Killed();
      used.add(this);
      const isThisOne = !isDead && count++ === statement;
      if (isThisOne && when === "before") {
        isDead = true;
        throw new Killed();
      }
      const result = real.call(this, sql, ...(params as never[]));
      if (isThisOne) {
        isDead = true;
        throw new Killed();
      }
      return result as never;
    });
  });
  try {
    await work();
  } catch (error) {
    if (!isDead) throw error;
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  if (isDead) for (const connection of used) rollBack(connection);
  return isDead ? "killed" : undefined;
}

function rollBack(connection: Connection): void {
  try {
    connection.run("ROLLBACK");
  } catch {
    // It was in no transaction, or is closed.
  }
}
