import { timingSafeEqual } from "node:crypto";
import { bearerOf, digestOf } from "../rpc/index.js";
import { hostNames } from "../sys/index.js";

/** Who may ask: whoever knows the token of the area. Spec: design § 7. */
export class TokenGuard {
  readonly #digest: Buffer;

  constructor(token: string) {
    this.#digest = digestOf(token);
  }

  /** Takes the same time whatever is wrong. */
  admits(authorization: string | undefined): boolean {
    return timingSafeEqual(digestOf(bearerOf(authorization) ?? ""), this.#digest);
  }
}

/**
 * The texts that a Host header may have: names and addresses of this host with our port. So a page of some web site cannot get at the server through a
 * name of its own that it lets lead here.
 */
export function ownHosts(announced: string, port: number): ReadonlySet<string> {
  const names = [announced, ...hostNames()];
  return new Set(names.map((name) => `${name.includes(":") ? `[${name}]` : name}:${port}`.toLowerCase()));
}
