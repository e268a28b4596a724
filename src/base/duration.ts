const secondsPerUnit: Readonly<Record<string, number>> = {
  s: 1,
  m: 60,
  h: 3600,
  d: 86_400,
  w: 604_800,
  M: 2_628_000,
  y: 31_536_000,
};

/**
 * Seconds of a text such as `1h 2m 3s` or `1h30m`: the sum of its `<int><unit>` tokens, units `s m h d w M y`.
 * A bare integer means seconds. Text without any usable token gives undefined.
 *
 * @see spec 03 § 7, 05 § 5.2 (`-age`)
 */
export function parseDuration(text: string): number | undefined {
  const trimmed = text.trim();
  if (/^\d+$/.test(trimmed)) return Number(trimmed);
  const tokens = [...trimmed.matchAll(/(\d+)([smhdwMy])(?![A-Za-z])|(\d+)([smhdwMy])(?=\d)/g)];
  if (tokens.length === 0) return undefined;
  return tokens.reduce((sum, token) => sum + Number(token[1] ?? token[3]) * (secondsPerUnit[token[2] ?? token[4] ?? ""] ?? 0), 0);
}

/** `[Nhr ][Nm ]Ns`; hours and minutes are left out when zero; spec 02 § 10.4. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.trunc(seconds));
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  return `${hours > 0 ? `${hours}hr ` : ""}${minutes > 0 ? `${minutes}m ` : ""}${whole % 60}s`;
}
