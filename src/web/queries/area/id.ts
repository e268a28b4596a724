import * as z from "zod/mini";
import type { RecordsReader } from "../../../store/index.js";
import type { NamesOfId } from "../../../view/index.js";
import { Refused } from "../../refused.js";
import { query } from "../query.js";

const id = z.coerce.number().check(z.int(), z.gte(0));

/**
 * The names of a run and a test of this area of which only ids are known. `test` is an id, or as the server of 1.65 was asked for logs `<test>[:<item path>]`.
 *
 * @see spec 06 § 18.1
 */
export const namesOfId = query(z.object({ run: id, test: z.optional(z.string()) }), async (reader, { run: runId, test }): Promise<NamesOfId> => {
  const { records, shownTarget } = reader.own;
  const run = await records.run(runId);
  if (run === undefined || run.state === "deleted" || run.state === "INCOMING")
    throw new Refused("not-found", `there is no run with the id ${runId}`);
  const names = { t: shownTarget(run.target.join("/")), r: run.runname };
  if (test === undefined) return names;
  const found = await testOf(records, runId, test);
  if (found === undefined) throw new Refused("not-found", `there is no test ${test} in ${names.t}/${names.r}`);
  return { ...names, n: found.testname, i: found.item_path };
});

async function testOf(records: RecordsReader, runId: number, text: string) {
  const byId = /^\d+$/.test(text) ? await records.test(Number(text)) : undefined;
  if (byId?.run_id === runId && byId.state !== "DELETED") return byId;
  const colon = text.indexOf(":");
  const name = colon < 0 ? { testname: text, item_path: "" } : { testname: text.slice(0, colon), item_path: text.slice(colon + 1) };
  return records.findTest(runId, name);
}
