import * as z from "zod/mini";
import { groupBy } from "../../../base/index.js";
import { fullName } from "../../../model/index.js";
import { type FailureGroup, type FailureMember, type Failures, failureSignature, type Window } from "../../../view/index.js";
import { part, windowOf } from "../params.js";
import { query } from "../query.js";
import { cut, type Failed, failedIn, filterParams, type Looked, lookedAt } from "./failed.js";

const mostGroups = 200;
/** Of a list in a group. */
const mostNames = 20;
const examples = 3;

/** Failed tests of the runs that fit, grouped by cause. Spec 06 § 31.1 */
export const failures = query(z.object(filterParams), async (reader, params, { signal }): Promise<Failures> => {
  const looked = await lookedAt(reader, params);
  const failed = await failedIn(reader, looked, params, signal);
  const groups = [...groupBy(failed, groupId)].map(([id, members]) => groupOf(id, members, looked));
  groups.sort((a, b) => b.count - a.count || b.last_seen - a.last_seen);
  return {
    ...{ looked: looked.runs.length, runs: looked.total, failed: failed.length },
    ...{ total: groups.length, groups: groups.slice(0, mostGroups) },
  };
});

/** The tests of one of these groups, newest first. */
export const failuresTests = query(
  z.object({ ...filterParams, ...windowOf(1000), id: z.string() }),
  async (reader, { id, offset, limit, ...params }, { signal }): Promise<Window<FailureMember>> => {
    const failed = await failedIn(reader, await lookedAt(reader, params), params, signal);
    const members = failed.filter((one) => groupId(one) === id).toSorted(newestFirst);
    return part(members.map(memberOf), { offset, limit });
  },
);

const groupId = ({ step, text }: Failed) => JSON.stringify([step, failureSignature(text)]);

function groupOf(id: string, members: readonly Failed[], looked: Looked): FailureGroup {
  const [step = "", text = ""] = JSON.parse(id) as string[];
  const names = distinct(members.map(({ test }) => fullName(test)));
  const times = members.map(({ test }) => test.event_time);
  return {
    ...{ id, step, text, count: members.length, tests: names.length },
    names: names.slice(0, mostNames),
    targets: distinct(members.map(({ run }) => run.target.join("/"))).slice(0, mostNames),
    hosts: distinct(members.map(({ test }) => test.host)).slice(0, mostNames),
    first_seen: times.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY),
    last_seen: times.reduce((a, b) => Math.max(a, b), 0),
    fresh: members.every(({ run }) => looked.newestWithEarlier.has(run.id)),
    examples: members.toSorted(newestFirst).slice(0, examples).map(memberOf),
  };
}

function memberOf({ run, test, text }: Failed): FailureMember {
  const { testname, item_path, state, status, host, event_time } = test;
  return { t: run.target.join("/"), r: run.runname, n: testname, i: item_path, ...{ state, status, host, event_time, text: cut(text) } };
}

const newestFirst = (a: Failed, b: Failed) => b.test.event_time - a.test.event_time || b.run.id - a.run.id;

const distinct = (texts: readonly string[]) => [...new Set(texts)].filter((text) => text !== "" && text !== "n/a").toSorted();
