import type { IncomingHttpHeaders } from "node:http";
import { hostNames } from "../../sys/index.js";

/** Names by which a browser reaches only its own host, whatever a name server says. */
const loopbackNames = ["localhost", "127.0.0.1", "[::1]"];

export function isLoopback(address: string): boolean {
  return address === "::1" || /^(::ffff:)?127(\.\d{1,3}){3}$/.test(address) || address === "localhost";
}

/**
 * The names that a `Host` header may have, for a server that listens at an address. The port does not matter: who comes by a forwarded port has another
 * one.
 *
 * @param more names that clients are told
 */
export function servedNames(bindTo: string, ...more: readonly string[]): ReadonlySet<string> {
  if (isLoopback(bindTo)) return new Set([...loopbackNames, ...[bindTo, ...more].map(bracketed)]);
  return new Set([bindTo, ...hostNames(), ...more].map(bracketed));
}

const bracketed = (name: string) => (name.includes(":") ? `[${name}]` : name).toLowerCase();

/** A page of some web site may let a name of its own lead here: it is known by that name. Spec 06 § 33.1 */
export function isHostServed({ host }: IncomingHttpHeaders, names: ReadonlySet<string>): boolean {
  return names.has((host ?? "").toLowerCase().replace(/:\d*$/, ""));
}

/** Whether a request that names its page comes from ours. Spec 06 § 33.2 */
export function isOriginOwn({ origin, host }: IncomingHttpHeaders): boolean {
  if (origin === undefined) return true;
  return [`http://${host}`, `https://${host}`].includes(origin);
}
