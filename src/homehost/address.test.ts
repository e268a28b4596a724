import { hostname, networkInterfaces } from "node:os";
import { expect, it } from "vitest";
import { isHost, isSameHost, isThisHost } from "./address.js";

const addresses = Object.values(networkInterfaces()).flatMap((list) => (list ?? []).map((entry) => entry.address));

it.each([hostname(), "localhost", "127.0.0.1", "127.0.1.1", "::1", ...addresses])("%s is this host", async (host) => {
  expect(await isThisHost(host)).toBe(true);
});

it.each(["192.0.2.77", "no-such-host.invalid", ""])("%j is another host, or none", async (host) => {
  expect(await isThisHost(host)).toBe(false);
});

it("two names of one host are one host", async () => {
  expect(await isSameHost("localhost", "127.0.0.1")).toBe(true);
  expect(await isSameHost("192.0.2.1", "192.0.2.1")).toBe(true);
  expect(await isSameHost("192.0.2.1", "192.0.2.2")).toBe(false);
  expect(await isSameHost("no-such-host.invalid", "neither.invalid")).toBe(false);
});

it.each([
  ["alpha", true],
  ["alpha_1.example.com", true],
  ["192.0.2.1", true],
  ["::1", true],
  ["-x", false],
  ["a b", false],
  ["user@alpha", false],
  ["a/b", false],
])("%j can name a host: %j", (text, can) => {
  expect(isHost(text)).toBe(can);
});
