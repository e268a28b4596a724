import { type Area, applyRunVariables, applyVariables } from "../area/index.js";
import { Failure } from "../base/index.js";
import { itemInfo, itemPath, shellExpand } from "../config/index.js";
import type { Payload } from "../launch/index.js";
import { type Env, markerVariable } from "../sys/index.js";
import { testMarker } from "./marker.js";

/**
 * The environment of a test's run script and steps, before its testconfig adds to it.
 *
 * @param inherited what the launcher passed on
 * @param encoded the payload as text
 * @throws Failure `usage` when the payload leaves a required variable without a value
 * @see spec 03 § 9.1, rows 1 to 7
 */
export function testEnvironment(area: Area, payload: Payload, encoded: string, inherited: Env): Env {
  const env: Env = { ...inherited };
  const set = (name: string, value: string) => applyVariables(env, [{ name, value }]);
  set("MT_CMDINFO", encoded);
  for (const section of ["default", payload.target]) {
    for (const { name, value } of area.runconfigs.variables(section)) set(name, shellExpand(value, { env, cwd: area.toppath }));
  }
  applyVariables(env, pairsOf(payload.setVars));
  for (const [name, value] of Object.entries(ownVariables(area, payload))) {
    if (value === undefined) throw new Failure("usage", `${name} has no value in the payload of test ${payload.testName}`);
    set(name, value);
  }
  if (payload.binDirectory !== undefined) set("PATH", `${env["PATH"] ?? ""}:${payload.binDirectory}`);
  applyVariables(env, payload.envOverride);
  applyRunVariables(area, env, payload.target.split("/"), payload.runname);
  applyVariables(env, payload.item);
  set(markerVariable, testMarker(payload.toppath, payload.testId));
  return env;
}

/** `A=1,B=2`; a pair that is not exactly two parts is dropped. Spec 03 § 9.1 row 2. */
function pairsOf(setVars: string | undefined): { name: string; value: string }[] {
  return (setVars ?? "")
    .split(",")
    .map((pair) => pair.split("="))
    .flatMap(([name, value, ...more]) => (name !== undefined && name !== "" && value !== undefined && more.length === 0 ? [{ name, value }] : []));
}

function ownVariables(area: Area, payload: Payload): Record<string, string | undefined> {
  return {
    MT_TEST_RUN_DIR: payload.workArea,
    MT_TEST_NAME: payload.testName,
    MT_ITEM_INFO: itemInfo(payload.item),
    MT_ITEMPATH: itemPath(payload.item),
    MT_RUNNAME: payload.runname,
    MT_MEGATEST: payload.megatest,
    MT_TARGET: payload.target,
    MT_LINKTREE: area.linktree,
    MT_TESTSUITENAME: area.name,
  };
}
