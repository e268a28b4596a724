import { LiveTestCare } from "../../schedule/index.js";
import type { Context } from "../context.js";

/** `-mark-incompletes`: settles the live tests of all runs that nobody answers for any more; spec 02 § 17, 04 § 7. */
export async function markIncompletes(context: Context): Promise<number> {
  const [area, records] = [await context.area(), await context.records()];
  const services = { area, records, log: context.log, env: { ...area.env, MT_MEGATEST: context.program } };
  context.stdout(`Marked ${await new LiveTestCare(services).lookAtAll()} test(s)\n`);
  return 0;
}
