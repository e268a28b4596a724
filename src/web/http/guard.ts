import { timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { bearerOf, digestOf } from "../../rpc/index.js";
import type { Level } from "../../view/index.js";
import { Refused } from "../refused.js";
import { Failures } from "./failures.js";
import { isLoopback } from "./hosts.js";
import { lesserOf } from "./levels.js";
import type { NamedTokens } from "./named-tokens.js";

/** Who has been let in. */
export interface Visitor {
  readonly level: Level;
  /** Whose token it is: the label of a named one, `own` for that of the process, else `anybody` or `proxy`. */
  readonly label: string;
  /** As an authenticating proxy calls the user; undefined without one. */
  readonly user?: string;
  /** Network address. */
  readonly address: string;
}

export interface GuardOptions {
  /** Of this process. */
  readonly ownToken: string;
  /** What that gives. */
  readonly ownLevel: Level;
  /** Whether that one counts only for who is on this host. */
  readonly isOwnTokenLocal: boolean;
  /** Undefined: they count for nothing. */
  readonly named: NamedTokens | undefined;
  /** The most that anybody may do with another one. */
  readonly maximum: Level;
  /** Who may view without a token. */
  readonly open: "nobody" | "this-host" | "everybody";
  /** Header in which an authenticating proxy names the user, lower case. */
  readonly proxyUser: string | undefined;
  readonly failures?: Failures;
}

/** Who may come in, and do what. Spec 06 § 33.2, 33.3 and 33.11 */
export class Guard {
  readonly #options: GuardOptions;
  readonly #own: Buffer;
  readonly #failures: Failures;

  constructor(options: GuardOptions) {
    this.#options = options;
    this.#own = digestOf(options.ownToken);
    this.#failures = options.failures ?? new Failures();
  }

  /** @throws Refused `unauthorized`; `busy` when an address has shown too many wrong tokens */
  admit(request: IncomingMessage): Visitor {
    const address = request.socket.remoteAddress ?? "";
    const proxied = this.#proxiedUser(request, address);
    const given = bearerOf(request.headers.authorization);
    const holder = given === undefined ? undefined : this.#holderOf(given, isFromHere(request));
    const visitor = { address, ...(proxied !== undefined && { user: proxied }) };
    if (holder !== undefined) return { ...visitor, ...holder };
    // A right token is let in at any time: on one's own host everybody has the same address, and nobody shall lock out another.
    if (given !== undefined && this.#failures.note(address)) {
      throw new Refused("busy", "too many wrong tokens from your address: wait a minute", undefined, 429);
    }
    if (proxied !== undefined) return { ...visitor, label: "proxy", level: "view" };
    if (this.#isOpenTo(request)) return { ...visitor, label: "anybody", level: "view" };
    const why = given === undefined ? "this needs a token" : "this token is not, or no longer, valid";
    throw new Refused("unauthorized", `${why}: open the address that the dashboard printed when it was started`);
  }

  #holderOf(token: string, isFromHere: boolean): { readonly level: Level; readonly label: string } | undefined {
    const { isOwnTokenLocal, ownLevel, named, maximum } = this.#options;
    const isOwn = timingSafeEqual(digestOf(token), this.#own) && (!isOwnTokenLocal || isFromHere);
    const other = named?.find(token);
    if (isOwn) return { level: ownLevel, label: "own" };
    return other && { level: lesserOf(other.level, maximum), label: other.label };
  }

  #isOpenTo(request: IncomingMessage): boolean {
    const { open } = this.#options;
    return open === "everybody" || (open === "this-host" && isFromHere(request));
  }

  #proxiedUser(request: IncomingMessage, address: string): string | undefined {
    const { proxyUser } = this.#options;
    const value = proxyUser === undefined || !isLoopback(address) ? undefined : request.headers[proxyUser];
    return typeof value === "string" && value !== "" ? value : undefined;
  }
}

/** Who connects from this host, by whatever address, has that address too. */
function isFromHere({ socket }: IncomingMessage): boolean {
  return isLoopback(socket.remoteAddress ?? "") || socket.remoteAddress === socket.localAddress;
}
