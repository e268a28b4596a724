import type { IncomingMessage } from "node:http";
import { describe, expect, it } from "vitest";
import { tokensOf } from "../../../tests/kit/web.js";
import { Failures } from "./failures.js";
import { Guard, type GuardOptions } from "./guard.js";
import { isLoopback, isOriginOwn, servedNames } from "./hosts.js";

const request = (token: string | undefined, from = "127.0.0.1", to = from) =>
  ({
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    socket: { remoteAddress: from, localAddress: to },
  }) as Partial<IncomingMessage> as IncomingMessage;

const guardOf = (options: Partial<GuardOptions> = {}) =>
  new Guard({
    ownToken: "own",
    ownLevel: "admin",
    isOwnTokenLocal: true,
    named: tokensOf({ anna: "operate" }),
    maximum: "admin",
    open: "nobody",
    proxyUser: undefined,
    ...options,
  });

describe("06 § 16: -bind to others", () => {
  it("the own token counts for who is on this host, named ones for all", () => {
    const guard = guardOf();
    for (const from of ["127.0.0.1", "::1", "::ffff:127.0.0.2"])
      expect(guard.admit(request("own", from, "10.0.0.1"))).toMatchObject({ level: "admin", label: "own" });
    expect(guard.admit(request("own", "10.0.0.1"))).toMatchObject({ level: "admin" });
    expect(() => guard.admit(request("own", "10.0.0.2", "10.0.0.1"))).toThrow("this token is not, or no longer, valid");
    expect(guard.admit(request("anna", "10.0.0.2", "10.0.0.1"))).toMatchObject({ level: "operate", label: "anna", address: "10.0.0.2" });
  });

  it("with -read-only everybody may view, and a token gives no more", () => {
    const guard = guardOf({ open: "everybody", maximum: "view" });
    expect(guard.admit(request(undefined, "10.0.0.2"))).toEqual({ level: "view", label: "anybody", address: "10.0.0.2" });
    expect(guard.admit(request("anna", "10.0.0.2"))).toMatchObject({ level: "view", label: "anna" });
  });

  it("a proxy elsewhere names nobody", () => {
    const guard = guardOf({ proxyUser: "x-user" });
    const asked = request(undefined, "10.0.0.2");
    asked.headers["x-user"] = "anna";
    expect(() => guard.admit(asked)).toThrow("this needs a token");
  });
});

describe("06 § 33.3: wrong tokens", () => {
  it("are counted for a minute and by address", () => {
    let now = 0;
    const failures = new Failures(() => now);
    for (let number = 0; number < 10; number++) expect(failures.note("a")).toBe(false);
    expect(failures.note("a")).toBe(true);
    expect(failures.note("b")).toBe(false);
    now = 60_000;
    expect(failures.note("a")).toBe(false);
  });

  it("of many addresses cost no more memory", () => {
    const failures = new Failures(() => 0);
    for (let number = 0; number < 10; number++) failures.note("first");
    for (let number = 0; number < 10_001; number++) failures.note(String(number));
    expect(failures.note("first")).toBe(false);
  });
});

describe("06 § 33.1: names", () => {
  it.each([
    ["127.0.0.1", true],
    ["127.1.2.3", true],
    ["::1", true],
    ["localhost", true],
    ["::ffff:127.0.0.1", true],
    ["0.0.0.0", false],
    ["::", false],
    ["10.0.0.1", false],
    ["127.0.0.1.evil.example", false],
    ["1127.0.0.1", false],
  ])("%s is loopback: %s", (address, expected) => {
    expect(isLoopback(address)).toBe(expected);
  });

  it("of a server that listens on loopback are those of loopback alone", () => {
    expect([...servedNames("127.0.0.1")].sort()).toEqual(["127.0.0.1", "[::1]", "localhost"]);
    expect(servedNames("0.0.0.0").size).toBeGreaterThan(4);
    expect(servedNames("host.example")).toContain("host.example");
  });

  it("an origin is ours when it is that of the address that was asked", () => {
    expect(isOriginOwn({ host: "localhost:80" })).toBe(true);
    expect(isOriginOwn({ host: "localhost:80", origin: "http://localhost:80" })).toBe(true);
    expect(isOriginOwn({ host: "localhost:80", origin: "http://localhost:81" })).toBe(false);
    expect(isOriginOwn({ origin: "http://undefined.example" })).toBe(false);
  });
});
