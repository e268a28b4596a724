import type { Log } from "../base/index.js";
import { epochOf, metadataOf } from "./area-database.js";
import { makeWay } from "./clash.js";
import { numberOf } from "./connection.js";
import { moved } from "./fence.js";
import { forgetJudgements, judge, judged } from "./judge.js";
import { disowned } from "./place.js";
import { agreeOnPulled, notePulled } from "./pulled.js";
import type { SyncedTable, ThreeDatabases } from "./three-databases.js";
import { markUnsynced } from "./unsynced-mark.js";

export interface PullOptions {
  readonly areaWins: boolean;
  readonly log: Log;
  /** The live database is just being opened for a new homehost. */
  readonly isEntering?: boolean;
}

/**
 * Takes the rows in `todo` that stand in the area database over into the live one, in one transaction there, and then to the reference. Rows of the live database that must get
 * another id for that are told in the log.
 *
 * @throws Failure `database` when the three do not belong together, `moved` when the live database was handed over
 */
export function pull(three: ThreeDatabases, { areaWins, log, isEntering = false }: PullOptions): void {
  const { db, place } = three;
  const renumbered = db.transaction("BEGIN", () => {
    // The area first: who waits for it must not keep those waiting who write to the live database.
    if (metadataOf(db, "CACHE_ID") !== three.cacheId) throw disowned(place);
    db.run("UPDATE live.sync_state SET pushed = pushed");
    const state = db.get("SELECT closed, epoch, pushed >= (SELECT ifnull(max(seq), 0) FROM live.changes) AS clean FROM live.sync_state");
    if (!isEntering && (state?.["closed"] !== null || epochOf(db) > numberOf(state["epoch"]))) throw moved(place);
    forgetJudgements(db);
    const made = three.tables.flatMap((table) => {
      judge(three, table, areaWins);
      const ofTable = makeWay(three, table, areaWins);
      take(three, table);
      notePulled(three, table);
      return ofTable;
    });
    if (numberOf(state?.["clean"]) === 1) {
      // What was written here alone came from the area: there is nothing to push.
      if (made.length === 0) db.run("UPDATE live.sync_state SET pushed = ifnull((SELECT max(seq) FROM live.changes), pushed)");
      else markUnsynced(place, log);
    }
    return made;
  });
  agreeOnPulled(three);
  for (const { text, isKnown } of renumbered) {
    if (isKnown) log.error(text);
    else log.info(1, text);
  }
}

function take({ db }: ThreeDatabases, { name, columns }: SyncedTable): void {
  const area = judged(name, "area");
  if (db.get(`${area} LIMIT 1`) === undefined) return;
  db.run(`DELETE FROM live.${name} WHERE id IN (${area})`);
  db.run(`INSERT OR REPLACE INTO live.${name} (${columns}) SELECT ${columns} FROM main.${name} WHERE id IN (${area})`);
}
