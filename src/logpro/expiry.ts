/** Epoch seconds of the local midnight that begins a day written `MM/DD/YYYY`; undefined for any other text. */
export function parseExpiry(text: string): number | undefined {
  const [, month, day, year] = /^ *(\d{1,2})\/(\d{1,2})\/(\d{4}) *$/.exec(text)?.map(Number) ?? [];
  if (month === undefined || day === undefined || year === undefined) return undefined;
  const date = new Date(year, month - 1, day);
  return date.getMonth() === month - 1 && date.getDate() === day ? date.getTime() / 1000 : undefined;
}
