import { computed, signal } from "@preact/signals";
import { formatDuration, isoWeek } from "../../src/base/index.js";
import { hello, serverNow } from "./session.js";
import { settings } from "./settings.js";

/** The server's time in whole seconds, moving while somebody looks. */
export const now = signal(Math.floor(serverNow()));

setInterval(() => {
  if (!document.hidden) now.value = Math.floor(serverNow());
}, 1000);

const zone = computed(() => (settings.value.zone === "server" ? hello.value?.timeZone : undefined));

const format = computed(
  () =>
    new Intl.DateTimeFormat("sv-SE", {
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
      ...(zone.value !== undefined && { timeZone: zone.value }),
    }),
);

/** `2026-11-24 13:05:22` in the zone of the settings; `epoch` in seconds. */
export function exactTime(epoch: number): string {
  return format.value.format(epoch * 1000);
}

/** A time in the form of the settings; spec 06 § 21. */
export function timeText(epoch: number): string {
  const exact = exactTime(epoch);
  switch (settings.value.time) {
    case "relative":
      return relativeTime(now.value - epoch);
    case "week": {
      const [year = 0, month = 1, day = 1] = exact.slice(0, 10).split("-").map(Number);
      const date = new Date(year, month - 1, day);
      return `ww${String(isoWeek(date).week).padStart(2, "0")}.${date.getDay() || 7} ${exact.slice(11, 16)}`;
    }
    case "iso":
      return exact.slice(0, 16);
  }
}

/** `3hr ago`, in the two largest units that say something. */
function relativeTime(seconds: number): string {
  if (seconds < 0) return `in ${roughDuration(-seconds)}`;
  return seconds < 5 ? "just now" : `${roughDuration(seconds)} ago`;
}

function roughDuration(seconds: number): string {
  if (seconds >= 2 * 86_400) return `${Math.floor(seconds / 86_400)} days`;
  const step = seconds >= 3600 ? 60 : 1;
  return formatDuration(Math.floor(seconds / step) * step).replace(/ 0s$/, "");
}
