const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const clock = String.raw`(\d{1,2}):(\d\d):(\d\d)(?:[.,:](\d{1,9}))?`;
const prefix = String.raw`^[[(<"\s]{0,4}`;

const isoDate = new RegExp(`${prefix}(\\d{4})[-/](\\d\\d)[-/](\\d\\d)[T _]${clock}`);
const syslogDate = new RegExp(`${prefix}(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? +)?(${months.join("|")}) +(\\d{1,2}) +${clock}`);
const clockOnly = new RegExp(`${prefix}${clock}`);
const epoch = new RegExp(`${prefix}(1\\d{9})(?:[.,](\\d{1,9})|(\\d{3}))?\\b`);
/** Of a kernel: seconds since the start of the machine. */
const uptime = /^\[ *(\d+)\.(\d{3,6})\]/;

const day = 86_400;

/**
 * The time stamp that a line begins with, in seconds; only differences of stamps of one log mean something. Undefined without one.
 *
 * @see spec 06 § 25.7
 */
export function timeStamp(line: string): number | undefined {
  const [, year, month, date, ...iso] = isoDate.exec(line) ?? [];
  if (year !== undefined) return Date.UTC(Number(year), Number(month) - 1, Number(date)) / 1000 + seconds(iso);
  const [, name, dayOfMonth, ...syslog] = syslogDate.exec(line) ?? [];
  if (name !== undefined) return Date.UTC(2000, months.indexOf(name), Number(dayOfMonth)) / 1000 + seconds(syslog);
  const [, whole, fraction, thousandths] = epoch.exec(line) ?? [];
  if (whole !== undefined) return Number(`${whole}.${fraction ?? thousandths ?? 0}`);
  const [, sinceStart, part] = uptime.exec(line) ?? [];
  if (sinceStart !== undefined) return Number(`${sinceStart}.${part}`);
  const [all, ...parts] = clockOnly.exec(line) ?? [];
  return all === undefined ? undefined : seconds(parts);
}

function seconds([hours, minutes, rest, fraction]: readonly (string | undefined)[]): number {
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(`${rest}.${fraction ?? 0}`);
}

/** From one stamp to the next; over midnight where stamps have no date. */
export function stampDelta(from: number, to: number): number {
  return to < from && from < day && to < day ? to + day - from : to - from;
}

/** A delta in at most 7 characters: `+0.012`, `+12.3s`, `+4m05`, `+2h10`, `+3d`. */
export function deltaText(delta: number): string {
  const sign = delta < 0 ? "−" : "+";
  const size = Math.abs(delta);
  const two = (value: number) => String(Math.floor(value)).padStart(2, "0");
  if (size < 10) return `${sign}${size.toFixed(3)}`;
  if (size < 100) return `${sign}${size.toFixed(1)}s`;
  if (size < 3600) return `${sign}${Math.floor(size / 60)}m${two(size % 60)}`;
  if (size < 4 * day) return `${sign}${Math.floor(size / 3600)}h${two((size % 3600) / 60)}`;
  return `${sign}${Math.floor(size / day)}d`;
}
