import type { Area } from "../area/index.js";
import { Failure, formatDuration, parseDuration } from "../base/index.js";
import { settingNumber, settingText } from "../config/index.js";
import { activityOf, type LiveTest } from "../store/index.js";
import { fileSystemNow } from "../sys/index.js";
import type { Condition, Move } from "./condition.js";

/**
 * That no test runs, and nothing ran lately, as far as it is in megatest.db.
 *
 * The times in records were written by the clocks of other hosts: they are compared with the slower one of this host's clock and that of the file
 * system, and what lies in the future happened just now. So clocks that disagree can only keep the homehost where it is.
 *
 * @throws Failure `bad-config` for a quiet time that is none; `database`, `busy` or `io` when megatest.db cannot be read
 * @see spec 04 § 25.2 conditions 1 and 2
 */
export function activityConditions({ area, force, isAutomatic }: Move): Condition[] {
  const now = Math.floor(Math.min(fileSystemNow(area.toppath), Date.now()) / 1000);
  const age = (at: number) => Math.max(0, now - at);
  const { live, newest } = activityOf(area.toppath);
  const quiet = quietSeconds(area);
  const patience = Math.max(quiet, missedSigns * settingNumber(area.config, "setup", "test-stats-update-period", area.log));
  const skipsQuiet = force && !isAutomatic;
  const isLate = newest === undefined || age(newest.at) >= quiet;
  const last =
    newest === undefined
      ? "nothing ran so far"
      : `${newest.what} ${ago(age(newest.at))}, ${isLate ? "at least" : "less than"} ${formatDuration(quiet)}`;
  return [
    {
      name: "no live test",
      holds: live.every((test) => age(test.last_sign) >= patience),
      evidence: live.length === 0 ? "no test is RUNNING, LAUNCHED or REMOTEHOSTSTART" : listed(live, age),
    },
    { name: "quiet", holds: isLate || skipsQuiet, evidence: skipsQuiet && !isLate ? `${last}, but -force was given` : last },
  ];
}

/** A test that missed so many signs of life is dead, or waits in a batch queue and will find the new homehost, however short the quiet time is. */
const missedSigns = 4;

/** `[server] homehost-quiet-time` */
function quietSeconds(area: Area): number {
  const text = settingText(area.config, "server", "homehost-quiet-time");
  const seconds = parseDuration(text);
  if (seconds !== undefined) return seconds;
  const place = area.config.placeOf("server", "homehost-quiet-time");
  throw new Failure("bad-config", `${place}: [server] homehost-quiet-time ${text} is no time such as 1800 or 30m (units s m h d w M y)`);
}

const shownTests = 3;

function listed(tests: readonly LiveTest[], age: (at: number) => number): string {
  const youngestFirst = tests.toSorted((a, b) => b.last_sign - a.last_sign);
  const shown = youngestFirst.slice(0, shownTests).map((test) => {
    const name = test.item_path === "" ? test.testname : `${test.testname}/${test.item_path}`;
    return `${test.run}/${name} is ${test.state}, last sign of life ${ago(age(test.last_sign))}`;
  });
  const more = tests.length - shown.length;
  return [...shown, ...(more > 0 ? [`${more} more`] : [])].join(", ");
}

export const ago = (seconds: number): string => `${formatDuration(seconds)} ago`;
