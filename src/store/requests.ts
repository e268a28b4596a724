import { Failure } from "../base/index.js";
import { type Connection, epochNow, textOf } from "./connection.js";
import type { RequestId } from "./records.js";

/**
 * Answers of clients that do not come back are kept so long: longer than any client goes on asking (26 minutes), also when the clock is set forward by
 * an hour meanwhile. Spec 04 § 15 asks for 10 minutes.
 */
const keptSeconds = 4 * 3600;

/**
 * Does a write at most once for its request: the answer is stored in the same transaction, and given again when the same request comes again. A client
 * sends a batch only when it has the answers to the one before, so those are dropped.
 *
 * @returns what `work` gave, now or then, as far as JSON can say it
 * @throws Failure `server` for a copy of a request that was on its way while another copy was answered: nobody waits for this one any more
 */
export function doneOnce<T>(db: Connection, request: RequestId, work: (db: Connection) => T): T {
  const id = textOfId(request);
  const done = db.get("SELECT result FROM requests WHERE id = ?", id);
  if (done !== undefined) return done["result"] === null ? (undefined as T) : JSON.parse(textOf(done["result"]));
  const next = textOfId({ ...request, batch: request.batch + 1, call: 0 });
  const isLate = db.get("SELECT 1 FROM requests WHERE id >= ? AND id < ?", next, `${request.client}0`) !== undefined;
  if (isLate) throw new Failure("server", "this request was answered long ago");
  const result = work(db);
  const now = epochNow();
  db.run("DELETE FROM requests WHERE id > ? AND id < ?", `${request.client}/`, textOfId({ ...request, call: 0 }));
  if (request.batch === 0) db.run("DELETE FROM requests WHERE at < ?", now - keptSeconds);
  db.run("INSERT INTO requests (id, result, at) VALUES (?, ?, ?)", id, JSON.stringify(result) ?? null, now);
  return result;
}

/** In the order of its parts, also as text; `0` follows on `/`. */
const textOfId = ({ client, batch, call }: RequestId) => `${client}/${fixedWidth(batch)}/${fixedWidth(call)}`;
const fixedWidth = (number: number) => String(number).padStart(9, "0");
