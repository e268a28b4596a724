import { describe, expect, it } from "vitest";
import { Failure } from "../base/index.js";
import { errorOf, jsonText, refusalOf } from "./wire.js";

describe("wire", () => {
  it("carries Maps, infinite numbers and text that is no UTF-8", () => {
    const text = jsonText({ map: new Map([["g", 2]]), limit: Number.POSITIVE_INFINITY, low: [Number.NEGATIVE_INFINITY], odd: "\udc80" });
    expect(JSON.parse(text)).toEqual({ map: [["g", 2]], limit: { infinite: "+" }, low: [{ infinite: "-" }], odd: "\udc80" });
  });

  it.each([
    ["read-only", "readonly"],
    ["moved", "moved"],
    ["busy", "busy"],
    ["not-found", "error"],
  ] as const)("a Failure %s is a refusal %s, and the same Failure again at the client", (reason, err) => {
    const failure = new Failure(reason, "what happened", 6);
    const refusal = refusalOf(failure);
    expect(refusal).toEqual({ ok: false, err, msg: "what happened", reason, exitCode: 6 });
    if (refusal !== undefined) expect(errorOf(refusal)).toEqual(failure);
  });

  it("says nothing of a bug", () => {
    expect(refusalOf(new TypeError("secret"))).toBeUndefined();
  });
});
