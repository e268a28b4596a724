import { isAbsolute, normalize } from "node:path/posix";
import type { SchemeValue } from "../values.js";
import { type Builtin, textOf } from "./arguments.js";

/** What file names are relative to. */
export interface Places {
  getenv(name: string): string | undefined;
  cwd(): string;
}

function directoryOf(path: string): string | undefined {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? undefined : path.slice(0, slash) || "/";
}

const nameOf = (path: string) => path.slice(path.lastIndexOf("/") + 1);

function extensionStart(name: string): number {
  const dot = name.lastIndexOf(".");
  return dot > 0 ? dot : name.length;
}

const fileOf = (name: string) => name.slice(0, extensionStart(name));

/** The first path list followed by the second, each part once, without empty ones; spec 01 § 4.3. */
function mergedPath([first, second]: readonly SchemeValue[]): string {
  const parts = `${textOf(first)}:${textOf(second)}`.split(":").filter((part) => part !== "");
  return [...new Set(parts)].join(":");
}

/** File names, as texts only: no link is resolved. */
export function pathBuiltins(places: Places): readonly Builtin[] {
  const absolute = (path: string) => {
    const home = /^~(?=\/|$)/.test(path) ? places.getenv("HOME") : undefined;
    const full = home === undefined ? path : home + path.slice(1);
    return normalize(isAbsolute(full) ? full : `${places.cwd()}/${full}`);
  };
  return [
    ["nice-path", 1, 1, ([path]) => absolute(textOf(path))],
    ["common:real-path", 1, 1, ([path]) => absolute(textOf(path))],
    ["env:min-path", 2, 2, mergedPath],
    ["pathname-directory", 1, 1, ([path]) => directoryOf(textOf(path)) ?? false],
    ["pathname-strip-directory", 1, 1, ([path]) => nameOf(textOf(path))],
    ["pathname-file", 1, 1, ([path]) => fileOf(nameOf(textOf(path))) || false],
    ["pathname-extension", 1, 1, ([path]) => nameOf(textOf(path)).slice(extensionStart(nameOf(textOf(path))) + 1) || false],
    ["make-pathname", 2, 3, ([directory, file, extension]) => pathFrom(directory, file, extension)],
  ];
}

function pathFrom(directory: SchemeValue, file: SchemeValue, extension: SchemeValue): string {
  const start = directory === false ? "" : `${textOf(directory).replace(/\/$/, "")}/`;
  return start + textOf(file) + (extension === undefined || extension === false ? "" : `.${textOf(extension).replace(/^\./, "")}`);
}
