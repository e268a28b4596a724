import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { PlantedProject, root, runTool } from "./kit.js";

describe("dead code", () => {
  it("the sources have none", async () => {
    const { code, output } = await runTool("knip", ["--no-progress"], root);
    expect(code, output).toBe(0);
  });

  describe("a planted fault is found", () => {
    let planted: PlantedProject;
    let found: readonly string[] = [];

    beforeAll(async () => {
      const manifest = {
        name: "planted",
        type: "module",
        dependencies: { "string-width": "8.3.0", zod: "4.6.7" },
        devDependencies: { "fast-check": "4.10.2" },
      };
      planted = new PlantedProject(["knip.json", "tsconfig.json"], {
        "package.json": JSON.stringify(manifest),
        "src/cli/main.ts": 'import { used, type Shape } from "../base/index.js";\nimport "zod";\nimport "chai";\n\nexport const a: Shape = used;\n',
        "src/cli/logpro.ts": "export {};\n",
        "src/base/index.ts": 'export * from "./names.js";\n',
        "src/base/names.ts":
          "export const used = { b: 1 };\nexport const unused = 2;\nexport interface Shape {\n  b: Part;\n}\nexport type Part = number;\nexport type Lost = string;\n",
        "src/base/orphan.ts": "export const a = 1;\n",
      });
      found = issues((await runTool("knip", ["--no-progress", "--reporter", "json"], planted.path)).output);
    });
    afterAll(() => planted.remove());

    it.each([
      ["a file that nobody imports", "files src/base/orphan.ts"],
      ["an export that nobody imports", "exports unused"],
      ["a type that nobody imports", "types Lost"],
      ["a dependency that nobody imports", "dependencies string-width"],
      ["a development dependency that nobody imports", "devDependencies fast-check"],
      ["a package that is not in package.json", "unlisted chai"],
    ])("%s", (_, issue) => {
      expect(found).toContain(issue);
    });

    it("and nothing that is used", () => {
      expect(found.filter((issue) => / (used|Shape|Part|zod)$/.test(issue))).toEqual([]);
    });
  });
});

const named = z.array(z.object({ name: z.string() }));
const report = z.object({ issues: z.array(z.record(z.string(), z.unknown())) });

/** For example `exports unused`. */
function issues(output: string): string[] {
  return report.parse(JSON.parse(output)).issues.flatMap((issue) =>
    Object.entries(issue).flatMap(([kind, found]) => {
      const list = named.safeParse(found);
      return list.success ? list.data.map(({ name }) => `${kind} ${name}`) : [];
    }),
  );
}
