import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Failure } from "../base/index.js";
import { parseArguments } from "./arguments.js";
import { openLogStream, verbosityOf } from "./log-stream.js";

describe("verbosityOf", () => {
  it.each([
    ["", undefined, [0, 1]],
    ["-debug 2", undefined, [0, 1, 2]],
    ["-debug 0,9", undefined, [0, 9]],
    ["-debug 5,9", undefined, [5, 9]],
    ["-debug x", undefined, [0, 1]],
    ["-debug x,3", undefined, [0, 1, 2, 3]],
    ["", "0", [0]],
    ["-q", undefined, [0]],
    ["-v", undefined, [0, 1, 2]],
    ["-q -v", undefined, [0, 1, 2]],
    ["-v -debug 0", undefined, [0]],
    ["-q -debug 2", undefined, [0, 1, 2]],
    ["-q", "2", [0]],
    ["-v", "0", [0, 1, 2]],
  ])("05-15, 05-16: %j with MT_DEBUG_MODE %j shows levels %j", (line, inherited, shown) => {
    const verbosity = verbosityOf(parse(line), inherited === undefined ? {} : { MT_DEBUG_MODE: inherited });
    expect([0, 1, 2, 3, 4, 5, 9].filter((level) => verbosity.shows(level))).toEqual(shown);
  });

  it.each([
    ["-debug 0,9", "1", "0,9"],
    ["-debug 2", undefined, "2"],
    ["", undefined, "1"],
    ["-v", undefined, "2"],
    ["-v", "1", undefined],
  ])("%j with MT_DEBUG_MODE %j exports %j", (line, inherited, exported) => {
    expect(verbosityOf(parse(line), inherited === undefined ? {} : { MT_DEBUG_MODE: inherited }).exported).toBe(exported);
  });
});

describe("openLogStream", () => {
  let directory: string;
  let stderr: Buffer[];
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "log-"));
    stderr = [];
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  const open = (line: string) => {
    const args = parse(line);
    return openLogStream(args, verbosityOf(args, {}), directory, (bytes) => stderr.push(Buffer.from(bytes)));
  };
  const onStderr = () => Buffer.concat(stderr).toString("latin1");

  it("writes the three shapes to stderr, as far as the level is shown", () => {
    const { log } = open("");
    log.print(1, "text");
    log.error("bad");
    log.info(1, "news");
    log.info(2, "hidden");
    expect(onStderr()).toBe("text\nERROR: bad\nINFO: (1) news\n");
  });

  it("writes the bytes of a configuration as they were read, all else as UTF-8", () => {
    const { log } = open("");
    log.print(0, "\udcfc ü →");
    expect(onStderr()).toBe("\xfc \xc3\xbc \xe2\x86\x92\n");
  });

  it("05-17: -log makes the directory and takes all messages; errors go to stderr too", () => {
    const { log, close } = open("-log d/e/x.log");
    log.print(1, "text");
    log.error("bad");
    log.warn("odd");
    close();
    expect(readFileSync(join(directory, "d/e/x.log"), "latin1")).toBe("text\nERROR: bad\nWARNING: odd\n");
    expect(onStderr()).toBe("INFO: (0) Sending log output to d/e/x.log\nERROR: bad\n");
  });

  it("empties an old log file", () => {
    writeFileSync(join(directory, "x.log"), "old\n");
    open("-log x.log").close();
    expect(readFileSync(join(directory, "x.log"), "latin1")).toBe("");
  });

  it("fails when the log cannot be opened", () => {
    writeFileSync(join(directory, "file"), "");
    expect(() => open("-log file/x.log")).toThrow(Failure);
    expect(() => open("-log file/x.log")).toThrow("Could not open log file for write: file/x.log");
    expect(() => open("-log /proc/nosuch/x.log")).toThrow("Could not open log file for write: /proc/nosuch/x.log");
  });
});

function parse(line: string) {
  return parseArguments(line.split(" ").filter((word) => word !== ""));
}
