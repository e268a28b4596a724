/** Begins with 1.65 so that an area can be used with Megatest 1.65 before and after; spec 04 § 2. */
const version = "1.6590";

/** The build's hash, 40 hex digits; the bundler puts it in. */
declare const MEGATEST_BUILD: string | undefined;

const build = typeof MEGATEST_BUILD === "undefined" ? "0".repeat(40) : MEGATEST_BUILD;

/** `<version>-<4 characters>`, as `-version` prints it and `metadat` of a database holds it; spec 05 § 5.5. */
export const versionLine: string = `${version}-${build.slice(0, 4)}`;

/** `<version>-<40 characters>`, part of the names of configuration caches; spec 01 § 10. */
export const cacheVersion: string = `${version}-${build}`;
