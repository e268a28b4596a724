import { randomBytes, timingSafeEqual } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { errnoOf, Failure, type Log, messageOf } from "../../base/index.js";
import { digestOf } from "../../rpc/index.js";
import { writeFileAtomic } from "../../sys/index.js";
import type { Level } from "../../view/index.js";
import { isLevel } from "./levels.js";

/** A token that somebody was given; the token itself is kept nowhere. */
export interface NamedToken {
  /** Of the token, 64 hex digits. */
  readonly sha256: string;
  readonly level: Level;
  /** Epoch seconds; undefined: never. */
  readonly expires: number | undefined;
  /** Who has it, or what for; one line. */
  readonly label: string;
}

const fileName = ".mt-dashboard-tokens";
const othersBits = 0o077;
/** Milliseconds for which the file is taken to be as it was. */
const freshMs = 1000;

/** The named tokens of an area: file `.mt-dashboard-tokens`, one a line. Spec 06 § 33.3 */
export class NamedTokens {
  readonly file: string;
  readonly #log: Log;
  #read: { readonly at: number; readonly stamp: string; readonly tokens: readonly NamedToken[] } | undefined;

  constructor(toppath: string, log: Log) {
    this.file = join(toppath, fileName);
    this.#log = log;
  }

  /** All that are in the file, also those that have expired; none, with a warning, when others can read or write it. */
  all(): readonly NamedToken[] {
    const read = this.#read;
    if (read !== undefined && Math.abs(Date.now() - read.at) < freshMs) return read.tokens;
    const stamp = this.#stamp();
    const tokens = read?.stamp === stamp ? read.tokens : this.#parse(stamp);
    this.#read = { at: Date.now(), stamp, tokens };
    return tokens;
  }

  /** The valid token of this text. Takes the same time whichever of them it is. */
  find(token: string): NamedToken | undefined {
    const digest = digestOf(token);
    const same = this.all().filter(({ sha256 }) => timingSafeEqual(Buffer.from(sha256, "hex"), digest));
    return same.find(({ expires }) => expires === undefined || expires > Date.now() / 1000);
  }

  /**
   * Adds a token; the text to hand over.
   *
   * @throws Failure `usage` when the label is taken or no label; `io`
   */
  add({ level, expires, label }: Omit<NamedToken, "sha256">): string {
    if (label === "" || /[\n\r]/.test(label)) throw new Failure("usage", "-label: must be one line of text");
    if (this.all().some((token) => token.label === label))
      throw new Failure("usage", `there is a token ${label} already; drop it first: -drop-token ${label}`);
    const token = newToken();
    this.#write([...this.all(), { sha256: digestOf(token).toString("hex"), level, expires, label }]);
    return token;
  }

  /** @throws Failure `not-found`, `io` */
  drop(label: string): void {
    const kept = this.all().filter((token) => token.label !== label);
    if (kept.length === this.all().length) throw new Failure("not-found", `there is no token ${label} in ${this.file}`);
    this.#write(kept);
  }

  #write(tokens: readonly NamedToken[]): void {
    try {
      writeFileAtomic(this.file, tokens.map(lineOf).join(""), { durable: true, mode: 0o600 });
    } catch (error) {
      throw new Failure("io", `cannot write ${this.file}: ${messageOf(error)}`, 1, { cause: error });
    }
    this.#read = undefined;
  }

  #stamp(): string {
    const stat = statSync(this.file, { throwIfNoEntry: false });
    return stat === undefined ? "" : `${stat.ino} ${stat.mtimeMs} ${stat.size} ${stat.mode}`;
  }

  #parse(stamp: string): NamedToken[] {
    if (stamp === "") return [];
    if ((Number(stamp.split(" ")[3]) & othersBits) !== 0) {
      this.#log.warn(`${this.file} is not used, since others can get at it: chmod 600 '${this.file}'`);
      return [];
    }
    try {
      return readFileSync(this.file, "utf8")
        .split("\n")
        .flatMap((line, at) => this.#parseLine(line, at + 1));
    } catch (error) {
      if (errnoOf(error) !== "ENOENT") this.#log.warn(`${this.file} is not used: ${messageOf(error)}`);
      return [];
    }
  }

  #parseLine(line: string, number: number): NamedToken[] {
    if (line.trim() === "") return [];
    const [, sha256 = "", level = "", expires = "", label = ""] = /^([0-9a-f]{64}) (\S+) (\d+|-) (.+)$/.exec(line) ?? [];
    if (isLevel(level)) return [{ sha256, level, expires: expires === "-" ? undefined : Number(expires), label }];
    this.#log.warn(`${this.file}:${number} is not used: it must be <sha256> view|operate|admin <epoch>|- <label>`);
    return [];
  }
}

/** 256 random bits. */
export const newToken = (): string => randomBytes(32).toString("base64url");

const lineOf = ({ sha256, level, expires, label }: NamedToken) => `${sha256} ${level} ${expires ?? "-"} ${label}\n`;
