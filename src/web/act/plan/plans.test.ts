import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Plans } from "./plans.js";

const made = {
  action: "kill",
  level: "operate",
  commands: [],
  text: "",
  affected: { count: 0, live: 0, effects: {}, items: [], runs: [], locked: [], known: true },
  warnings: [],
  confirm: { by: "click" },
  external: false,
} as const;
const request = { action: "kill", objects: [], options: {} } as const;
const ann = { level: "admin", label: "ann", address: "127.0.0.1" } as const;

describe("06 § 32.3: plans that wait to be confirmed", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("are there for a minute, once, for who made them", () => {
    const plans = new Plans();
    const { id } = plans.keep(made, request, "digest", ann);
    expect(plans.find(id, ann)).toMatchObject({ digest: "digest", plan: { id } });
    expect(() => plans.find(id, { ...ann, label: "ben" })).toThrow("there is no such plan of yours");
    expect(() => plans.find(id, { ...ann, address: "10.0.0.1" })).toThrow("there is no such plan of yours");
    vi.advanceTimersByTime(61_000);
    expect(() => plans.find(id, ann)).toThrow("older than 60 s");
    plans.drop(id);
    expect(() => plans.find(id, ann)).toThrow("there is no such plan of yours");
  });

  it("the oldest of too many is forgotten", () => {
    const plans = new Plans();
    const ids = Array.from({ length: 201 }, () => plans.keep(made, request, "", ann).id);
    expect(() => plans.find(ids[0] ?? "", ann)).toThrow();
    expect(plans.find(ids[1] ?? "", ann)).toBeDefined();
  });
});
