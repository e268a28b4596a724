import { join } from "node:path";
import type { Area } from "../../area/index.js";
import { Config, dumpIni, dumpJson, dumpSexp, type JsonValue, jsonText, readConfig, listTargets as sectionNames } from "../../config/index.js";
import { targetsText } from "../../report/index.js";
import type { Context } from "../context.js";

/** `-list-targets`; spec 05 § 6.3. */
export async function listTargets(context: Context): Promise<number> {
  const { values } = context.args;
  const { toppath, env } = await context.area();
  const sections = sectionNames(join(toppath, "runconfigs.config"), { log: context.log, env: { ...env }, cwd: toppath, toppath });
  context.stdout(targetsText(sections, values.get("-target"), values.get("-dumpmode")));
  return 0;
}

/** `-list-disks`: `name => path` of megatest.config itself, without what `-append-config` adds. Spec 05 § 6.4. */
export async function listDisks(context: Context): Promise<number> {
  const area = await context.area();
  const config = context.args.values.has("-append-config") ? readWithoutAppended(context, area) : area.config;
  context.stdout(
    config
      .variables("disks")
      .map(({ name, value }) => `${name} => ${value}\n`)
      .join(""),
  );
  return 0;
}

function readWithoutAppended({ log }: Context, { configFile, toppath, env }: Area): Config {
  return readConfig(configFile, { log, env: { ...env }, cwd: toppath, toppath, system: "on", sections: ["disks"] });
}

/** `-show-keys`: on the log stream. The records are opened too, so that keys which they cannot have are refused. Spec 05 § 6.4. */
export async function showKeys(context: Context): Promise<number> {
  const { keys } = await context.area();
  await context.records();
  context.log.print(1, `Keys: ${keys.join(", ")}`);
  return 0;
}

/** `-show-config`; spec 05 § 6.5. */
export async function showConfig(context: Context): Promise<number> {
  const { config } = await context.area();
  show(context, config, { usualMode: "sexp" });
  return 0;
}

/** `-show-runconfig`: of the target, if there is one. Spec 05 § 6.5. */
export async function showRunconfig(context: Context): Promise<number> {
  const { runconfigs } = await context.area();
  show(context, runconfigs, { usualMode: "ini", fallback: "default" });
  return 0;
}

const dumps = { ini: dumpIni, sexp: dumpSexp, sexpr: dumpSexp, json: dumpJson };
type DumpMode = keyof typeof dumps;
const isDumpMode = (mode: string): mode is DumpMode => Object.hasOwn(dumps, mode);

/** One value, one section, or everything. `fallback` is the section for values that the named one does not have. */
function show({ args, log, stdout }: Context, config: Config, options: { readonly usualMode: DumpMode; readonly fallback?: string }): void {
  const section = args.values.get("-section");
  const name = args.values.get("-var");
  if (section !== undefined && name !== undefined) {
    const value = config.lookup(section, name) ?? (options.fallback === undefined ? undefined : config.lookup(options.fallback, name));
    if (value !== undefined) stdout(`${value}\n`);
    return;
  }
  const mode = args.values.get("-dumpmode") ?? options.usualMode;
  if (isDumpMode(mode)) stdout(dumps[mode](section === undefined ? config : onlySection(config, section), { files: log.shows(9) }));
  else log.error(`-dumpmode of ${mode} not recognised`);
}

function onlySection(config: Config, section: string): Config {
  const part = new Config();
  if (config.has(section)) part.touch(section);
  for (const { name, value, file, line } of config.variables(section)) part.set(section, name, value, file, line);
  return part;
}

/** `-show-cmdinfo`: the payload of a test as an s-expression or JSON; spec 05 § 6.7. */
export async function showCmdinfo({ args, env, log, stdout }: Context): Promise<number> {
  const encoded = args.values.get(":value") ?? env["MT_CMDINFO"];
  if (encoded === undefined) {
    log.info(0, "environment variable MT_CMDINFO is not set");
    return 0;
  }
  const { isList, isSymbol, parseSexp, writeSexp } = await import("../../config/index.js");
  const { payloadText } = await import("../../launch/index.js");
  const payload = parseSexp(payloadText(encoded));
  if (!isList(payload)) {
    log.error("the command data cannot be read: it is no list of names and values");
    return 1;
  }
  type Datum = (typeof payload)[number];
  const asJson = (datum: Datum): JsonValue => (isList(datum) ? datum.map(asJson) : isSymbol(datum) ? datum.symbol : datum);
  stdout(args.values.get("-dumpmode") === "json" ? `${jsonText(payload.map(asJson))}\n` : `(${payload.map(writeSexp).join("\n ")})\n`);
  return 0;
}
