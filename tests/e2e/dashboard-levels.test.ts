import { afterEach, describe, expect, it } from "vitest";
import { acting, makeToken, some, whole } from "../kit/acting.js";

const { shown } = acting(afterEach);

describe("06 § 33: who may", () => {
  it("06-50: without a token 401; with level view 403; from another site nothing changes; operate may not remove", async () => {
    const { area, dashboard } = await shown();
    const [view, operate] = [await makeToken(area, "view"), await makeToken(area, "operate")];
    const expected = { state: "COMPLETED", status: "PASS", comment: "" };
    const change = { ...whole, n: "good", i: "", set: { status: "FAIL" }, expected };
    const requests: [string, string, object][] = [
      ["PATCH", "test", change],
      ["PATCH", "run", { ...whole, set: { comment: "x" }, expected: { state: "new", status: "n/a", comment: "" } }],
      ["POST", "plan", { action: "kill", objects: [whole] }],
      ["POST", "jobs", { plan: "x" }],
      ["DELETE", "jobs/1-1", {}],
    ];
    for (const [method, path, body] of requests) {
      expect((await dashboard.act(method, path, body, "wrong")).status).toBe(401);
      expect((await dashboard.act(method, path, body, view)).status).toBe(403);
      expect((await dashboard.act(method, path, body, dashboard.token, { origin: "http://evil.example" })).status).toBe(403);
    }
    for (const [action, objects] of [
      ["remove", [whole]],
      ["remove-data", [some("good")]],
      ["command", []],
      ["reduce", [whole]],
    ] as const) {
      expect((await dashboard.act("POST", "plan", { action, objects, options: { command: "-h" } }, operate)).status).toBe(403);
    }
    expect(
      (await dashboard.act("PATCH", "run", { ...whole, set: { locked: false }, expected: { state: "new", status: "n/a", comment: "" } }, operate))
        .status,
    ).toBe(403);
    expect(area.verdicts()).toMatchObject({ good: "COMPLETED/PASS" });
    expect((await dashboard.act("PATCH", "test", change, operate)).status).toBe(200);
  });
});
