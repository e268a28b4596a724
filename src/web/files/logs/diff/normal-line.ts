/** What is taken for equal although it differs. */
export interface Ignored {
  /** Times of day, dates, durations. */
  readonly times: boolean;
  /** Addresses and hashes: hexadecimal numbers. */
  readonly hex: boolean;
  /** Directories of paths. */
  readonly paths: boolean;
}

const date = String.raw`\d{4}[-/]\d\d[-/]\d\d|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? +|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) +\d{1,2}\b`;
const clock = String.raw`T?\d{1,2}:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?: ?[AP]M\b)?(?:Z|[+-]\d\d:?\d\d\b)?`;
const epoch = String.raw`\b1\d{9}(?:\.\d{1,9}|\d{3})?\b`;
const duration = String.raw`\b\d+(?:\.\d+)? ?(?:ns|us|µs|ms|s|sec|secs|seconds|min|minutes|m|h|hr|hours)\b`;
const times = new RegExp(`${date}|${clock}|${epoch}|${duration}`, "g");
const hex = /\b0x[0-9a-fA-F]+\b|\b(?=[0-9a-fA-F]*\d)[0-9a-fA-F]{6,}\b/g;
const paths = /\/(?:[\w.+@%=~-]+\/)+/g;

/** A line with what is ignored replaced. Spec 06 § 25.9 */
export function normalLine(line: string, ignored: Ignored): string {
  let text = line;
  if (ignored.paths) text = text.replace(paths, "<path>/");
  if (ignored.times) text = text.replace(times, "<time>").replace(/<time>(?:[ ,T]*<time>)+/g, "<time>");
  if (ignored.hex) text = text.replace(hex, "<hex>");
  return text;
}
