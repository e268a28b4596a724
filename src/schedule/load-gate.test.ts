import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Area } from "../area/index.js";
import { silentLog } from "../base/index.js";
import { Config } from "../config/index.js";
import type { HostLoad } from "../sys/index.js";
import { loadGate } from "./load-gate.js";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
});
afterEach(() => {
  vi.useRealTimers();
});

const idle: HostLoad = { one: 0, five: 0, cpus: 2 };

/** A gate over loads that the test sets; counts how often each is read. */
function gateWith(settings: Readonly<Record<string, string>>, remoteHomehost?: string) {
  const config = new Config();
  for (const [name, value] of Object.entries(settings)) config.set("jobtools", name, value, "megatest.config");
  const now: { here: HostLoad; elsewhere: HostLoad | undefined } = { here: idle, elsewhere: idle };
  const reads = { here: 0, elsewhere: [] as string[] };
  const gate = loadGate({ config, log: silentLog } as Partial<Area> as Area, remoteHomehost, {
    here: () => {
      reads.here++;
      return now.here;
    },
    elsewhere: async (host) => {
      reads.elsewhere.push(host);
      return now.elsewhere;
    },
  });
  return { gate, now, reads };
}

const pass = (seconds: number) => vi.setSystemTime(Date.now() + seconds * 1000);
const off = { maxload: "x", maxhomehostload: "x" };

describe("02 § 12.3: load of this host", () => {
  it("02-36: with maxload x no load is looked at", async () => {
    const { gate, now, reads } = gateWith(off);
    now.here = { one: 999, five: 0, cpus: 1 };
    expect(await gate.closedBecause()).toBeUndefined();
    expect(reads).toEqual({ here: 0, elsewhere: [] });
  });

  it.each([
    ["3.0 by default", {}, { one: 6.1, five: 6, cpus: 2 }, "load 6.1 is above maxload 3 × 2 cpus"],
    ["open at the limit", {}, { one: 6, five: 6, cpus: 2 }, undefined],
    ["as it is set", { maxload: "1" }, { one: 2.5, five: 2.5, cpus: 2 }, "load 2.5 is above maxload 1 × 2 cpus"],
    ["at least 0.5", { maxload: "0" }, { one: 1, five: 1, cpus: 2 }, undefined],
    ["at least 0.5, and no more", { maxload: "-1" }, { one: 1.1, five: 1, cpus: 2 }, "load 1.1 is above maxload 0.5 × 2 cpus"],
    ["a steep rise", {}, { one: 4.1, five: 2, cpus: 2 }, "load rose from 2.0 to 4.1, by more than 2 cpus"],
    ["empty text is no number", { maxload: "" }, { one: 99, five: 0, cpus: 2 }, undefined],
  ])("%s", async (_what, settings, load, reason) => {
    const { gate, now } = gateWith({ maxhomehostload: "x", ...settings });
    now.here = load;
    expect(await gate.closedBecause()).toBe(reason);
  });

  it("looks again after waitdelay, and at once when the load was low", async () => {
    const { gate, now, reads } = gateWith({ maxhomehostload: "x", waitdelay: "60" });
    now.here = { ...idle, one: 99 };
    expect(await gate.closedBecause()).toContain("load 99.0");
    now.here = idle;
    pass(59);
    expect(await gate.closedBecause()).toContain("load 99.0");
    expect(reads.here).toBe(1);
    pass(1);
    expect(await gate.closedBecause()).toBeUndefined();
    expect(await gate.closedBecause()).toBeUndefined();
    expect(reads.here).toBe(3);
  });

  it("goes on after 1000 looks in vain, until the load was low once", async () => {
    const { gate, now } = gateWith({ maxhomehostload: "x", waitdelay: "1" });
    now.here = { ...idle, one: 99 };
    for (let look = 1; look <= 1000; look++) {
      expect(await gate.closedBecause()).toBeDefined();
      pass(1);
    }
    expect(await gate.closedBecause()).toBeUndefined();
    now.here = idle;
    pass(1);
    expect(await gate.closedBecause()).toBeUndefined();
    now.here = { ...idle, one: 99 };
    expect(await gate.closedBecause()).toBeDefined();
  });
});

describe("02 § 12.4: load of the homehost", () => {
  it("on the homehost itself it is the load of this host, against 1.2 by default", async () => {
    const { gate, now, reads } = gateWith({ maxload: "x" });
    now.here = { one: 2.5, five: 2.5, cpus: 2 };
    expect(await gate.closedBecause()).toBe("load 2.5 is above maxhomehostload 1.2 × 2 cpus");
    expect(reads.elsewhere).toEqual([]);
  });

  it("of another host it is read there, every 15 seconds", async () => {
    const { gate, now, reads } = gateWith({ maxhomehostload: "2" }, "keeper");
    expect(await gate.closedBecause()).toBeUndefined();
    now.elsewhere = { one: 4.1, five: 4, cpus: 2 };
    pass(14);
    expect(await gate.closedBecause()).toBeUndefined();
    pass(1);
    expect(await gate.closedBecause()).toBe("load 4.1 is above maxhomehostload 2 × 2 cpus");
    expect(reads.elsewhere).toEqual(["keeper", "keeper"]);
  });

  it("that cannot be read holds up nobody", async () => {
    const { gate, now } = gateWith({}, "keeper");
    now.elsewhere = undefined;
    expect(await gate.closedBecause()).toBeUndefined();
  });

  it("text that is no number switches it off", async () => {
    const { gate, reads } = gateWith({ maxhomehostload: "off" }, "keeper");
    await gate.closedBecause();
    expect(reads.elsewhere).toEqual([]);
  });
});
