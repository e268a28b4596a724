/** Bytes of a file, the last one included. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/**
 * What a header `Range` asks for: `all` without one that can be understood, several ranges included; `beyond` when it begins after the end.
 *
 * @param size of the file
 * @see spec 06 § 25.2
 */
export function byteRange(header: string | undefined, size: number): ByteRange | "all" | "beyond" {
  const [whole, from = "", to = ""] = /^bytes=\s*(\d*)\s*-\s*(\d*)\s*$/.exec(header ?? "") ?? [];
  if (whole === undefined || (from === "" && to === "")) return "all";
  const first = from === "" ? Math.max(0, size - Number(to)) : Number(from);
  const last = from === "" || to === "" ? size - 1 : Math.min(Number(to), size - 1);
  if (from !== "" && to !== "" && Number(to) < first) return "all";
  return first > last ? "beyond" : { first, last };
}
