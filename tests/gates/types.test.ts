import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PlantedProject, root, runTool } from "./kit.js";

describe("types", () => {
  it("the sources have none wrong", async () => {
    const { code, output } = await runTool("tsc", ["--listFiles"], root);
    const lines = output.split("\n");
    expect(lines.filter((line) => line.startsWith(`${root}/src/`)).length).toBeGreaterThan(50);
    expect(lines.filter((line) => !line.startsWith("/")).join("\n")).toBe("");
    expect(code).toBe(0);
  });

  it("neither has the dashboard", async () => {
    const { code, output } = await runTool("tsc", ["-p", "dashboard", "--listFiles"], root);
    const lines = output.split("\n");
    expect(lines.filter((line) => line.startsWith(`${root}/dashboard/`)).length).toBeGreaterThan(30);
    expect(lines.filter((line) => !line.startsWith("/")).join("\n")).toBe("");
    expect(code).toBe(0);
  });

  describe("a planted fault is found", () => {
    const faults = {
      "implicit-any.ts": ["TS7006", "export function f(a) { return a; }"],
      "null.ts": ["TS2322", "export const a: string = null;"],
      "unchecked-index.ts": ["TS2322", "export const f = (list: string[]): string => list[0];"],
      "optional-undefined.ts": ["TS2375", "export const a: { b?: string } = { b: undefined };"],
      "no-extension.ts": ["TS2835", 'export * from "./null";'],
      "missing-return.ts": ["TS7030", "export function f(a: boolean) { if (a) return 1; }"],
    } as const;
    let planted: PlantedProject;
    let output = "";

    beforeAll(async () => {
      planted = new PlantedProject(
        ["tsconfig.json", "package.json"],
        Object.fromEntries(Object.entries(faults).map(([file, [, text]]) => [`src/${file}`, `${text}\n`])),
      );
      output = (await runTool("tsc", [], planted.path)).output;
    });
    afterAll(() => planted.remove());

    it.each(Object.entries(faults))("%s", (file, [code]) => {
      expect(output).toMatch(new RegExp(`^src/${file}\\(.*error ${code}`, "m"));
    });
  });
});
