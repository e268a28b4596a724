import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { PlantedProject, root, runTool } from "./kit.js";

describe("imports", () => {
  it("follow the table of the design", async () => {
    const { modules, violations } = await cruise(root, ["src", "tests", "dashboard"]);
    expect(modules).toBeGreaterThan(50);
    expect(violations.map(({ rule, from, to }) => `${rule}: ${from} imports ${to}`)).toEqual([]);
  });

  describe("a planted fault is found", () => {
    const index = "export const a = 1;\n";
    const faults = [
      ["base-imports", "src/base/up.ts", 'export * from "../model/index.js";\n'],
      ["plan-imports", "src/plan/impure.ts", 'import type { a } from "../sys/index.js";\n\nexport type A = typeof a;\n'],
      ["execute-imports", "src/execute/sideways.ts", 'export const load = () => import("../schedule/index.js");\n'],
      ["folder-in-table", "src/newcomer/index.ts", 'export * from "../base/index.js";\n'],
      ["only-index", "src/config/deep.ts", 'export * from "../base/deep.js";\n'],
      ["dashboard-imports", "dashboard/app/records.ts", 'export * from "../../src/store/index.js";\n'],
      ["dashboard-imports", "dashboard/app/deep.tsx", 'export * from "../../src/base/deep.js";\n'],
      ["no-node-in-dashboard", "dashboard/app/files.ts", 'export * from "node:fs";\n'],
      ["no-development-packages-in-product", "dashboard/app/check.ts", 'export * from "fast-check";\n'],
      ["no-dashboard-in-src", "src/report/page.ts", 'export * from "../../dashboard/app/shell.js";\n'],
      ["no-cycles", "src/store/left.ts", 'export * from "./right.js";\n'],
      ["sqlite-only-in-store", "src/report/sql.ts", 'import Database from "better-sqlite3";\n\nexport const a = Database;\n'],
      ["child-process-only-in-sys", "src/execute/spawn.ts", 'export { spawn } from "node:child_process";\n'],
      ["no-tests-in-product", "src/report/kit.ts", 'export * from "../../tests/kit/rig.js";\n'],
      ["no-development-packages-in-product", "src/report/check.ts", 'export * from "fast-check";\n'],
      ["no-development-packages-in-product", "src/report/unlisted.ts", 'export * from "chai";\n'],
      ["small-zod", "src/report/shape.ts", 'export { z } from "zod";\n'],
      ["everything-resolves", "src/report/missing.ts", 'export * from "./nowhere.js";\n'],
    ] as const;
    const allowed = {
      "src/base/index.ts": index,
      "src/base/deep.ts": index,
      "src/model/index.ts": 'export * from "../base/index.js";\n',
      "src/sys/index.ts": 'export { spawn as a } from "node:child_process";\n',
      "src/schedule/index.ts": 'export * from "../base/index.js";\n',
      "src/store/right.ts": 'export * from "./left.js";\n',
      "src/store/index.ts": 'import Database from "better-sqlite3";\n\nexport const a = Database;\n',
      "src/store/index.test.ts": 'export * from "fast-check";\nexport * from "../../tests/kit/rig.js";\n',
      "src/cli/main.ts": 'import * as z from "zod/mini";\n\nexport * from "../store/index.js";\nexport const a = z.string();\n',
      "dashboard/app/shell.tsx": 'export * from "../../src/base/index.js";\n',
      "tests/kit/rig.ts": index,
    };
    let planted: PlantedProject;
    let found: readonly Violation[] = [];

    beforeAll(async () => {
      const files = Object.fromEntries(faults.map(([, path, text]) => [path, text]));
      planted = new PlantedProject([".dependency-cruiser.cjs", "package.json", "tsconfig.json"], { ...files, ...allowed });
      found = (await cruise(planted.path, ["src", "tests", "dashboard"])).violations;
    });
    afterAll(() => planted.remove());

    it.each(faults)("%s in %s", (rule, from) => {
      expect(found).toContainEqual(expect.objectContaining({ rule, from }));
    });

    it("and nothing else", () => {
      const cycle = ["src/store/left.ts", "src/store/right.ts"];
      const places: readonly string[] = [...faults.map(([, from]) => from), ...cycle];
      expect(found.filter(({ from }) => !places.includes(from))).toEqual([]);
    });
  });
});

interface Violation {
  readonly rule: string;
  readonly from: string;
  readonly to: string;
}

const report = z.object({
  summary: z.object({
    totalCruised: z.number(),
    violations: z.array(z.object({ from: z.string(), to: z.string(), rule: z.object({ name: z.string() }) })),
  }),
});

async function cruise(cwd: string, folders: readonly string[]): Promise<{ modules: number; violations: Violation[] }> {
  const { output } = await runTool("depcruise", ["--config", ".dependency-cruiser.cjs", "--output-type", "json", ...folders], cwd);
  const { totalCruised, violations } = report.parse(JSON.parse(output)).summary;
  return { modules: totalCruised, violations: violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to })) };
}
