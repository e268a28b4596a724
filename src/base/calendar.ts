const pad = (value: number) => String(value).padStart(2, "0");

/** ISO 8601 week number and week-numbering year of a local date. */
export function isoWeek(date: Date): { readonly year: number; readonly week: number } {
  const thursday = new Date(date.getFullYear(), date.getMonth(), date.getDate() + 4 - (date.getDay() || 7));
  const firstDay = new Date(thursday.getFullYear(), 0, 1);
  const dayOfYear = Math.round((thursday.getTime() - firstDay.getTime()) / 86_400_000);
  return { year: thursday.getFullYear(), week: Math.floor(dayOfYear / 7) + 1 };
}

/** Local `HH:MM:SS` of epoch seconds. */
export function clockTime(epoch: number): string {
  const date = new Date(epoch * 1000);
  return `${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}`;
}

/** Local `%Yww%V.%w %H:%M` of epoch seconds, e.g. `2026ww48.2 13:05`; spec 02 § 10.4. */
export function weekDate(epoch: number): string {
  const date = new Date(epoch * 1000);
  return `${date.getFullYear()}ww${pad(isoWeek(date).week)}.${date.getDay()} ${pad(date.getHours())}:${pad(date.getMinutes())}`;
}
