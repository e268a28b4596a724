import * as z from "zod/mini";
import type { EnvRow, TestEnv, TestRef } from "../../../view/index.js";
import { type FileVariable, parseEnvironmentFile } from "../../files/environment.js";
import { readShown } from "../../files/read.js";
import { placeOfTest } from "../../files/roots.js";
import { maskerOf } from "../../masks.js";
import { testRef } from "../params.js";
import { query } from "../query.js";
import type { Reader } from "../reader.js";

const fileName = "megatest.sh";

/** The other run: `ot`, `or`. */
const params = z.object({ ...testRef, ot: z.optional(z.string()), or: z.optional(z.string()) });

/** The environment that a test ran in, beside that of another run. Spec 06 § 24 */
export const testEnv = query(params, async (reader, { ot, or, ...ref }, { level }): Promise<TestEnv> => {
  const mask = maskerOf(reader.home({ target: ref.t.split("/"), runname: ref.r }).area, level);
  const rowOf = ({ name, value, comment }: FileVariable): EnvRow => ({ name, comment, ...mask(name, value) });
  const own = await variablesOf(reader, ref);
  if (or === undefined) return { file: fileName, items: [...own.values()].map(rowOf), missing: [] };
  const other = await variablesOf(reader, { ...ref, t: ot ?? ref.t, r: or });
  return {
    file: fileName,
    items: [...own.values()].map((variable) => {
      const there = other.get(variable.name);
      return {
        ...rowOf(variable),
        other: there === undefined ? { same: false } : { value: mask(there.name, there.value).value, same: there.value === variable.value },
      };
    }),
    missing: [...other.values()].filter(({ name }) => !own.has(name)).map(rowOf),
  };
});

/** @throws Refused `not-found` when the test has not left its environment */
async function variablesOf(reader: Reader, ref: TestRef): Promise<Map<string, FileVariable>> {
  const { run, test } = await reader.test(ref);
  const variables = parseEnvironmentFile(await readShown(placeOfTest(reader.home(run).area, test), fileName));
  return new Map(variables.map((variable) => [variable.name, variable]));
}
