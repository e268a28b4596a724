import { afterEach, expect, it } from "vitest";
import { PlantedProject, root, runTool } from "./kit.js";

let planted: PlantedProject;
afterEach(() => planted.remove());

const config = `import { TotalsReporter } from "${root}/scripts/totals-reporter.js";
export default { test: { reporters: ["default", new TotalsReporter()] } };
`;
const test = (body: string) => `import { expect, it } from "vitest";\n${body}\n`;
const pass = 'it("passes", () => {});';

it.each([
  ["passing tests", { "a.test.ts": test(`${pass}\nit.each([1, 2])("too", () => {});`) }, {}, 0, "3 passed, 0 failed"],
  ["a failing test", { "a.test.ts": test(`${pass}\nit("fails", () => expect(1).toBe(2));`) }, {}, 1, "1 passed, 1 failed"],
  ["a file that does not load", { "a.test.ts": test(pass), "b.test.ts": 'throw new Error("no");' }, {}, 1, "1 passed, 1 failed"],
  ["an error outside of tests", { "a.test.ts": test(`${pass}\nvoid Promise.reject(new Error("late"));`) }, {}, 1, "1 passed, 1 failed"],
  ["a skipped test", { "a.test.ts": test(`${pass}\nit.skip("skipped", () => {});`) }, {}, 0, "1 passed, 0 failed, 1 skipped"],
  ["a skipped test in CI", { "a.test.ts": test(`${pass}\nit.skip("skipped", () => {});`) }, { CI: "true" }, 1, "1 passed, 0 failed, 1 skipped"],
])("the last line and the exit code tell of %s", async (_, files, env, exitCode, lastLine) => {
  planted = new PlantedProject([], { "package.json": '{"type": "module"}', "vitest.config.ts": config, ...files });
  const { code, output } = await runTool("vitest", ["run"], planted.path, env);
  expect({
    code,
    lastLine: output
      .trimEnd()
      .split("\n")
      .find((line) => /^\d+ passed, /.test(line)),
  }).toEqual({ code: exitCode, lastLine });
});
