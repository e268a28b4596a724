import { describe, expect, it } from "vitest";
import { makeLog } from "../base/index.js";
import { parseArguments } from "./arguments.js";
import { refuseUnavailable, reportOldFlags } from "./old-flags.js";

const parse = (line: string) => parseArguments(line.split(" "));

function reported(line: string): string[] {
  const lines: string[] = [];
  reportOldFlags(
    parse(line),
    makeLog(
      (_level, text) => lines.push(text),
      () => true,
    ),
  );
  return lines;
}

describe("old flags", () => {
  it("warns of deprecated ones and mentions those without effect", () => {
    expect(reported("-runtests a -itempatt b -use-db-cache -port 80 -run")).toEqual([
      "WARNING: -itempatt is deprecated: use -testpatt (item part of -testpatt)",
      "WARNING: -runtests is deprecated: use -testpatt (same as -run -testpatt PATT)",
      "INFO: (2) -port has no effect",
      "INFO: (2) -use-db-cache has no effect",
    ]);
  });

  it.each(["-diff-rep", "-archive save", "-repl", "-load f", "-rollup"])("05 § 4: refuses %s", (line) => {
    expect(() => refuseUnavailable(parse(line))).toThrow(`${line.split(" ")[0]} is not supported by this release`);
  });

  it("lets everything else pass", () => {
    expect(() => refuseUnavailable(parse("-run -target x -src-target y -local"))).not.toThrow();
  });
});
