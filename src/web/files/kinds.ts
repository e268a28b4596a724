import { basename, extname } from "node:path";

/** How a file of a test is given to a browser. */
export interface FileKind {
  /** Value of the header Content-Type. */
  readonly type: string;
  /** Whether a browser may show it; else it is saved. Spec 06 § 33.6 */
  readonly inline: boolean;
}

const text: FileKind = { type: "text/plain; charset=utf-8", inline: true };
const bytes: FileKind = { type: "application/octet-stream", inline: false };
const shown = (type: string): FileKind => ({ type, inline: true });

const kinds: Readonly<Record<string, FileKind>> = {
  ".html": shown("text/html; charset=utf-8"),
  ".htm": shown("text/html; charset=utf-8"),
  ".css": shown("text/css; charset=utf-8"),
  ".csv": text,
  ".json": text,
  ".log": text,
  ".txt": text,
  ".png": shown("image/png"),
  ".jpg": shown("image/jpeg"),
  ".jpeg": shown("image/jpeg"),
  ".gif": shown("image/gif"),
  ".webp": shown("image/webp"),
  ".svg": shown("image/svg+xml"),
  ".pdf": shown("application/pdf"),
};

/**
 * By its name; other names are text unless the file holds a NUL near its beginning.
 *
 * @param start the first bytes of the file
 */
export function kindOf(name: string, start: Uint8Array): FileKind {
  return kinds[extname(name).toLowerCase()] ?? (start.includes(0) ? bytes : text);
}

/** Files of a run directory that hold the values of variables as they are; spec 03 § 4. */
export function holdsVariables(path: string): boolean {
  return (
    /^(megatest\.(sh|csh)|\.?testconfig|testconfig\.subrun|\.(megatest|runconfigs)\.cfg-.*)$/.test(basename(path)) || /(^|\/)\.ezsteps\//.test(path)
  );
}
