import type { Log } from "../base/index.js";
import { trimBlanks } from "../model/index.js";
import type { Config } from "./config.js";
import { type Setting, settings } from "./settings.js";

type Settings = typeof settings;
type SectionName = keyof Settings;
/** Names of one section whose settings are of a kind. */
type NameOf<Section extends SectionName, Kind extends Setting["kind"]> = {
  [Name in keyof Settings[Section]]: Settings[Section][Name] extends { kind: Kind } ? Name : never;
}[keyof Settings[Section]] &
  string;

type DefaultOf<Section extends SectionName, Name extends keyof Settings[Section]> = Settings[Section][Name] extends { default: infer Default }
  ? Default
  : never;

/** The text without blanks around it, or the default of the table. */
export function settingText<Section extends SectionName>(config: Config, section: Section, name: NameOf<Section, "text">): string {
  const value = trimBlanks(config.lookup(section, name) ?? "");
  return value === "" ? String(entryOf(section, name).default) : value;
}

/** The number, or the default of the table; text that is no number gets an error in the log. */
export function settingNumber<Section extends SectionName, Name extends NameOf<Section, "number">>(
  config: Config,
  section: Section,
  name: Name,
  log: Log,
): number | DefaultOf<Section, Name> {
  const value = config.number(section, name, Number.NaN, log);
  return Number.isNaN(value) ? (entryOf(section, name).default as DefaultOf<Section, Name>) : value;
}

/** Whether a switch, flag or presence setting is on. */
export function settingIsOn<Section extends SectionName>(
  config: Config,
  section: Section,
  name: NameOf<Section, "switch" | "flag" | "present">,
): boolean {
  const value = config.lookup(section, name);
  const setting = entryOf(section, name);
  if (value === undefined) return setting.default === true;
  if (setting.kind === "present") return true;
  const word = trimBlanks(value);
  return setting.kind === "switch" && setting.default === false ? word === "yes" : word !== "no";
}

function entryOf(section: SectionName, name: string): Setting {
  const table: Readonly<Record<string, Setting>> = settings[section];
  const setting = table[name];
  if (setting === undefined) throw new RangeError(`no setting [${section}] ${name}`);
  return setting;
}

/**
 * Names in `[setup]`, `[jobtools]` and `[server]` of megatest.config that mean nothing, each with a line in the log at level 1.
 *
 * @param nearest the known name that an unknown one was probably meant to be
 */
export function reportUnknownSettings(config: Config, log: Log, nearest: (name: string, known: readonly string[]) => string | undefined): void {
  for (const section of ["setup", "jobtools", "server"] as const) {
    const table: Readonly<Record<string, Setting>> = settings[section];
    const known = Object.keys(table).filter((name) => table[name]?.files !== "T");
    for (const name of config.names(section)) {
      if (known.includes(name)) continue;
      const meant = nearest(name, known);
      const hint = meant === undefined ? "" : `; did you mean ${meant}?`;
      log.info(1, `unknown setting [${section}] ${name} at ${config.placeOf(section, name)}${hint}`);
    }
  }
}
