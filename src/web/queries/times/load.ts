import * as z from "zod/mini";
import { groupBy } from "../../../base/index.js";
import type { HostLoad, RunLoad, TimedValue } from "../../../view/index.js";
import { barsOf } from "../../../view/index.js";
import { runRef } from "../params.js";
import { query } from "../query.js";

/** The longest tests see most of their hosts. */
const mostTests = 300;
/** Samples of one host that are kept. */
const mostPoints = 400;

interface Sample {
  readonly host: string;
  readonly update_time: number;
  readonly cpuload: number;
  readonly diskfree: number;
}

/** Load and free space of the hosts of a run, as the monitors of its longest tests saw them. Spec 06 § 28 */
export const runLoad = query(z.object(runRef), async (reader, ref): Promise<RunLoad> => {
  const run = await reader.run(ref);
  const { bars } = barsOf(await reader.records.tests(run.id, {}), () => "");
  const longest = bars.filter(({ host }) => host !== "").sort((a, b) => b.until - b.from - (a.until - a.from));
  const samples: Sample[] = [];
  for (const { id, host } of longest.slice(0, mostTests)) {
    for (const sample of await reader.records.usage(id)) samples.push({ host, ...sample });
  }
  return { hosts: [...groupBy(samples, ({ host }) => host)].map(([host, own]) => hostLoad(host, own)).filter(hasPoints) };
});

function hostLoad(host: string, samples: Sample[]): HostLoad {
  samples.sort((a, b) => a.update_time - b.update_time);
  const points = (read: (sample: Sample) => number) =>
    thinned(samples.filter((sample) => read(sample) >= 0).map((sample): TimedValue => [sample.update_time, read(sample)]));
  return { host, load: points(({ cpuload }) => cpuload), diskfree: points(({ diskfree }) => diskfree) };
}

const hasPoints = ({ load, diskfree }: HostLoad) => load.length + diskfree.length > 0;

function thinned(points: readonly TimedValue[]): TimedValue[] {
  const every = Math.ceil(points.length / mostPoints);
  return points.filter((_, at) => at % every === 0 || at === points.length - 1);
}
