/** Begins with 1.65 so that an area can be used with Megatest 1.65 before and after; spec 04 § 2. */
const version = "1.6590";

/** First hex digits of the build's hash; the bundler puts them in. */
declare const MEGATEST_BUILD: string | undefined;

/** `<version>-<4 characters>`, as `-version` prints it and `metadat` of a database holds it; spec 05 § 5.5. */
export const versionLine: string = `${version}-${typeof MEGATEST_BUILD === "undefined" ? "0000" : MEGATEST_BUILD}`;
