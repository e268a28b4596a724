import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { environmentFile } from "../../execute/index.js";
import { parseEnvironmentFile } from "./environment.js";

describe("03 § 9.4: what a megatest.sh says", () => {
  it.each([
    ["export A=b", [{ name: "A", value: "b", comment: false }]],
    ['export A="b c"', [{ name: "A", value: "b c", comment: false }]],
    [
      'export A="b\n c"\nexport D=e',
      [
        { name: "A", value: "b\n c", comment: false },
        { name: "D", value: "e", comment: false },
      ],
    ],
    ["# export USER=me", [{ name: "USER", value: "me", comment: true }]],
    ["export A=", [{ name: "A", value: "", comment: false }]],
    ["# a remark\nset -e", []],
    // As 1.65 writes it: nothing is escaped.
    [
      'export A="say "hi" $x"\nexport B="1 \n2"\n',
      [
        { name: "A", value: 'say "hi" $x', comment: false },
        { name: "B", value: "1 \n2", comment: false },
      ],
    ],
  ])("%j", (text, variables) => {
    expect(parseEnvironmentFile(text)).toEqual(variables);
  });

  it("reads back every environment that is written", () => {
    const name = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,8}$/);
    const value = fc.string({ unit: fc.constantFrom("a", " ", '"', "\\", "$", "`", "\n", "'", "é", "=", "#") });
    fc.assert(
      fc.property(fc.dictionary(name, value, { noNullPrototype: true }), (env) => {
        const read = parseEnvironmentFile(environmentFile(env, { shell: "sh", blacklist: [] }));
        expect(Object.fromEntries(read.map((variable) => [variable.name, variable.value]))).toEqual(env);
      }),
    );
  });
});
