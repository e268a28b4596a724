import { createHash, timingSafeEqual } from "node:crypto";
import { hostname, networkInterfaces } from "node:os";

/** Who may ask: whoever knows the token of the area. Spec: design § 7. */
export class TokenGuard {
  readonly #digest: Buffer;

  constructor(token: string) {
    this.#digest = digestOf(token);
  }

  /** Takes the same time whatever is wrong. */
  admits(authorization: string | undefined): boolean {
    const given = /^Bearer (\S+)$/.exec(authorization ?? "")?.[1] ?? "";
    return timingSafeEqual(digestOf(given), this.#digest);
  }
}

const digestOf = (text: string) => createHash("sha256").update(text).digest();

/**
 * The texts that a Host header may have: names and addresses of this host with our port. So a page of some web site cannot get at the server through a
 * name of its own that it lets lead here.
 */
export function ownHosts(announced: string, port: number): ReadonlySet<string> {
  const addresses = Object.values(networkInterfaces()).flatMap((list) => (list ?? []).map(({ address }) => address));
  const names = [announced, hostname(), "localhost", "127.0.0.1", "::1", ...addresses];
  return new Set(names.map((name) => `${name.includes(":") ? `[${name}]` : name}:${port}`.toLowerCase()));
}
