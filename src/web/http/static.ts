import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { extname, join } from "node:path";
import type { Answer } from "../queries/messages.js";
import { Refused } from "../refused.js";
import { sendAnswer } from "./reply.js";

/** What the page may load and reach: its own server and nothing else. Spec 06 § 33.8 */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "frame-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".json": "application/json; charset=utf-8",
};

const page = "index.html";

/**
 * The application: the files of one directory, read once, and for every other address its page. The directory is as it was built with this program: what
 * another build puts there belongs to another one.
 */
export class StaticFiles {
  readonly #files = new Map<string, Answer>();
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** @param path below `/ui/` */
  async send(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    if (this.#files.size === 0) this.#read();
    const file = this.#files.get(path) ?? this.#files.get(page);
    if (file === undefined) throw new Refused("not-found", "the application is not built: run npm run setup");
    await sendAnswer(request, response, file);
  }

  #read(): void {
    for (const name of namesIn(this.#directory)) {
      const type = types[extname(name)];
      if (type === undefined) continue;
      const body = new Uint8Array(readFileSync(join(this.#directory, name)));
      const etag = `"${createHash("sha1").update(body).digest("base64url")}"`;
      this.#files.set(name, {
        status: 200,
        body,
        headers: { "content-type": type, etag, "cache-control": "no-cache", "content-security-policy": policy },
      });
    }
  }
}

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1));
  } catch {
    return [];
  }
}
