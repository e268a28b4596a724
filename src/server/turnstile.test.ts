import { setImmediate } from "node:timers/promises";
import { describe, expect, it, vi } from "vitest";
import { Turnstile } from "./turnstile.js";

describe("04-23, 04 § 12.5: requests in progress", () => {
  it("beyond 21 are sent away when nothing ends for a while; as soon as something ends they are not", async () => {
    vi.useFakeTimers();
    const turnstile = new Turnstile();
    const ends: (() => void)[] = [];
    const inProgress = Array.from({ length: 21 }, () => turnstile.pass(() => new Promise<string>((resolve) => ends.push(() => resolve("done")))));
    const late = turnstile.pass(async () => "late");
    await vi.advanceTimersByTimeAsync(2000);
    expect(await late).toBeUndefined();
    const patient = turnstile.pass(async () => "in time");
    ends[0]?.();
    await vi.advanceTimersByTimeAsync(100);
    expect(await patient).toBe("in time");
    for (const end of ends) end();
    expect(await Promise.all(inProgress)).toEqual(Array.from({ length: 21 }, () => "done"));
    expect(turnstile.inProgress).toBe(0);
    vi.useRealTimers();
  });

  it("that come together and are short do not send each other away", async () => {
    const turnstile = new Turnstile();
    const all = await Promise.all(Array.from({ length: 500 }, (_, index) => turnstile.pass(() => setImmediate(index))));
    expect(all).toEqual(Array.from({ length: 500 }, (_, index) => index));
  });

  it("that fail make room, too", async () => {
    const turnstile = new Turnstile();
    await expect(turnstile.pass(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(turnstile.inProgress).toBe(0);
  });
});
