import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { PlantedProject, root, runTool } from "./kit.js";

describe("lint and format", () => {
  it("the sources have no findings", async () => {
    const { code, output } = await runTool("biome", ["check", "--max-diagnostics=50", "--error-on-warnings"], root);
    expect(Number(/Checked (\d+) files/.exec(output)?.[1])).toBeGreaterThan(50);
    expect(code, output).toBe(0);
  });

  describe("a planted fault is found", () => {
    const long = (lines: number) => `export function f(g: () => void): void {\n${"  g();\n".repeat(lines)}}\n`;
    const faults = [
      ["lint/nursery/noFloatingPromises", "src/store/floating.ts", "async function f(): Promise<void> {}\nexport function g(): void {\n  f();\n}\n"],
      [
        "lint/nursery/noMisusedPromises",
        "src/store/misused.ts",
        "async function f(): Promise<boolean> {\n  return true;\n}\nexport const a = f() ? 1 : 2;\n",
      ],
      [
        "lint/nursery/useExhaustiveSwitchCases",
        "src/store/switch.ts",
        'export function f(a: "x" | "y"): void {\n  switch (a) {\n    case "x":\n  }\n}\n',
      ],
      ["lint/nursery/noProcessExit", "src/store/exit.ts", "process.exit(1);\n"],
      ["lint/suspicious/noConsole", "src/store/console.ts", 'console.log("a");\n'],
      ["lint/suspicious/noExplicitAny", "src/store/any.ts", "export const a: any = 1;\n"],
      ["lint/suspicious/noTsIgnore", "src/store/ignore.ts", "// @ts-ignore\nexport const a: string = 1;\n"],
      ["lint/suspicious/noFocusedTests", "src/store/focused.test.ts", 'import { it } from "vitest";\n\nit.only("a", () => {});\n'],
      ["lint/suspicious/noSkippedTests", "src/store/skipped.test.ts", 'import { it } from "vitest";\n\nit.skip("a", () => {});\n'],
      ["lint/style/noNonNullAssertion", "src/store/assertion.ts", "export const f = (list: string[]): string => list[0]!;\n"],
      ["lint/style/useImportType", "src/store/import.ts", 'import { Stats } from "node:fs";\n\nexport type A = Stats;\n'],
      ["lint/correctness/noUnusedVariables", "src/store/unused.ts", "const a = 1;\n"],
      ["lint/complexity/noExcessiveLinesPerFunction", "src/store/long.ts", long(61)],
      ["lint/a11y/useButtonType", "dashboard/parts/button.tsx", "export const A = () => <button>a</button>;\n"],
      ["lint/suspicious/noConsole", "dashboard/app/console.ts", 'console.log("a");\n'],
      ["format", "dashboard/styles/format.css", "a{color:red}\n"],
      ["format", "src/store/format.ts", "export const a  = 1\n"],
    ] as const;
    const allowed = {
      "src/cli/exit.ts": "process.exit(1);\n",
      "src/store/long.test.ts": long(61),
      "src/store/long-enough.ts": long(58),
      "scripts/console.ts": 'console.log("a");\n',
    };
    let planted: PlantedProject;
    let found: readonly { readonly category: string; readonly path: string }[] = [];

    beforeAll(async () => {
      const files = Object.fromEntries(faults.map(([, path, text]) => [path, text]));
      planted = new PlantedProject(["biome.json", ".gitignore"], { ...files, ...allowed });
      const { output } = await runTool("biome", ["check", "--reporter=json", "--max-diagnostics=200"], planted.path);
      found = findings(output);
    });
    afterAll(() => planted.remove());

    it.each(faults)("%s", (category, path) => {
      expect(found).toContainEqual({ category, path });
    });

    it.each(Object.keys(allowed))("but nothing in %s", (path) => {
      expect(found.filter((finding) => finding.path === path)).toEqual([]);
    });
  });
});

const report = z.object({ diagnostics: z.array(z.object({ category: z.string(), location: z.object({ path: z.string() }) })) });

function findings(output: string): { category: string; path: string }[] {
  const json = output.split("\n").find((line) => line.startsWith("{")) ?? "";
  return report.parse(JSON.parse(json)).diagnostics.map(({ category, location }) => ({ category, path: location.path }));
}
