import { isIP } from "node:net";
import { hostName, hostNames } from "../sys/index.js";

/** Whether a text can be the name or address of a host; so it can also be handed to a program without being taken for an option. */
export function isHost(text: string): boolean {
  return isIP(text) !== 0 || (/^[A-Za-z0-9_][A-Za-z0-9._-]*$/.test(text) && text.length <= 255);
}

/** The addresses of a host; none when its name is unknown. */
async function addressesOf(host: string): Promise<string[]> {
  if (isIP(host) !== 0) return [host];
  if (!isHost(host)) return [];
  try {
    const { lookup } = await import("node:dns/promises");
    return (await lookup(host, { all: true })).map((entry) => entry.address);
  } catch {
    return [];
  }
}

/** Whether a value names this host: its name, an address of an interface, or a name that resolves to one, e.g. with the domain. Spec 04 § 9.3 */
export async function isThisHost(host: string): Promise<boolean> {
  const own = new Set(hostNames());
  const isOwn = (address: string) => own.has(address) || isLoopback(address);
  return isOwn(host) || (await addressesOf(host)).some(isOwn);
}

/** Whether two values name one host. */
export async function isSameHost(one: string, other: string): Promise<boolean> {
  if (one === other) return true;
  const addresses = new Set(await addressesOf(one));
  return (await addressesOf(other)).some((address) => addresses.has(address));
}

/** An address under which other hosts know this one, else its name. Spec 04 § 9.2 */
export async function bestAddress(): Promise<string> {
  return (await outwardAddress(hostName())) ?? hostName();
}

/** The last IPv4 address of a host that does not mean "this host" everywhere. */
export async function outwardAddress(host: string): Promise<string | undefined> {
  return (await addressesOf(host)).filter((address) => isIP(address) === 4 && !isLoopback(address)).at(-1);
}

const isLoopback = (address: string) => address === "localhost" || address === "::1" || address.startsWith("127.");
