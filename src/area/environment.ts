import type { Env } from "../sys/index.js";
import type { Area } from "./area.js";

/** Sets what megatest itself says about a run, over anything a configuration file said: keys, `MT_…`, `[env-override]`. Spec 01 § 7.1, group 7. */
export function applyRunVariables(area: Area, env: Env, target: readonly string[], runname: string): void {
  env["MT_LINKTREE"] = area.linktree;
  area.keys.forEach((key, index) => {
    env[key] = target[index] ?? "";
  });
  env["MT_TARGET"] = target.join("/");
  applyVariables(env, area.config.variables("env-override"));
  env["MT_RUNNAME"] = runname;
  env["MT_RUN_AREA_HOME"] = area.toppath;
  env["MT_TESTSUITENAME"] = area.name;
}

/** The environment in which a run is planned and launched: runconfigs values as written, not expanded. Spec 01 § 7.1, groups 1 to 8. */
export function runEnvironment(area: Area, target: readonly string[], runname: string): Env {
  const env = { ...area.env };
  applyVariables(env, area.runconfigs.variables("default"));
  applyVariables(env, area.runconfigs.variables(target.join("/")));
  applyRunVariables(area, env, target, runname);
  return env;
}

/** Names with a colon are internal and never exported; spec 01 § 7.2. */
export function applyVariables(env: Env, variables: readonly { readonly name: string; readonly value: string }[]): void {
  for (const { name, value } of variables) if (!name.includes(":")) env[name] = value;
}
