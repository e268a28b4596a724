import type { Config } from "./config.js";

/**
 * Lines that were probably meant to be section headers. The grammar reads them as variables, old areas may hold some: so they are told where a
 * mistake would hurt, not refused.
 *
 * @returns a message for each, with its place
 * @see spec 01 § 3, consequences
 */
export function malformedHeaders(config: Config): string[] {
  return config.sectionNames().flatMap((section) =>
    config
      .names(section)
      .filter((name) => name.startsWith("["))
      .map((name) => `${config.placeOf(section, name)}: "${name}" begins a variable of [${section}]; a section header is [name] alone on its line`),
  );
}
