const units = ["B", "kB", "MB", "GB", "TB", "PB"];

/** A number of bytes for people: `3.4 MB`; units of 1024. */
export function sizeText(bytes: number): string {
  if (bytes < 0) return "–";
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10));
  const value = bytes / 1024 ** power;
  return `${power === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[power]}`;
}
