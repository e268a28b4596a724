/** Rows as CSV with a head line; quoted where needed. A text that a spreadsheet would take for a formula gets `'` in front. */
export function csvText<C extends string>(columns: readonly C[], rows: readonly { readonly [K in C]: string | number | null }[]): string {
  const lines = [columns, ...rows.map((row) => columns.map((column) => row[column]))];
  return lines.map((line) => `${line.map(field).join(",")}\r\n`).join("");
}

function field(value: string | number | null): string {
  const text = typeof value === "string" && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value ?? "");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
