import { appendFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Area, removeIfEmpty, testDirectory } from "../area/index.js";
import { Failure, messageOf, shellQuote } from "../base/index.js";
import { settingText } from "../config/index.js";
import type { TestName } from "../model/index.js";
import { copyTree, type Env, exitCodeOf, linkTarget, makeDirectories, placeLink, shellOutput } from "../sys/index.js";

/** Where a test runs. */
export interface WorkArea {
  /** Link path: the test's `rundir`. */
  readonly rundir: string;
  /** Physical path: its `shortdir`. */
  readonly shortdir: string;
}

export interface WorkAreaRequest {
  readonly target: readonly string[];
  readonly runname: string;
  readonly test: TestName;
  /** Test source directory. */
  readonly source: string;
  /** Disk path; undefined: no `[disks]` anywhere. */
  readonly disk: string | undefined;
}

/** Paths of the work area, without touching anything. */
function workAreaOf(area: Area, request: WorkAreaRequest): WorkArea {
  if (request.disk === undefined) {
    const directory = join(request.source, "tmp_run");
    return { rundir: directory, shortdir: directory };
  }
  return {
    rundir: testDirectory(area.linktree, request.target, request.runname, request.test),
    shortdir: testDirectory(request.disk, request.target, request.runname, request.test),
  };
}

/**
 * Makes the run directory on its disk and the links that lead to it; idempotent.
 *
 * @throws Failure `work-area` with the path and the reason
 * @see spec 03 § 3
 */
export function createWorkArea(area: Area, request: WorkAreaRequest): WorkArea {
  const workArea = workAreaOf(area, request);
  try {
    makeDirectories(workArea.shortdir);
    if (request.disk !== undefined) linkWorkArea(area, request, workArea);
    return workArea;
  } catch (error) {
    throw new Failure("work-area", `cannot create work area ${workArea.shortdir}: ${messageOf(error)}`, 1, { cause: error });
  }
}

function linkWorkArea(area: Area, request: WorkAreaRequest, { rundir, shortdir }: WorkArea): void {
  if (request.test.item_path !== "") {
    // The test may have been a plain one before: its link would send the items to the old directory.
    const topLevel = testDirectory(area.linktree, request.target, request.runname, { testname: request.test.testname, item_path: "" });
    if (linkTarget(topLevel) !== undefined) rmSync(topLevel);
  }
  makeDirectories(dirname(rundir));
  if (placeLink(shortdir, rundir)) return;
  if (!removeIfEmpty(rundir)) throw new Error(`${rundir} is a directory with files of its own where a link belongs; move it away`);
  placeLink(shortdir, rundir);
}

/**
 * Fills the run directory from the test's source directory, over what is there: by `[setup] testcopycmd`, else by our own copy. Trouble is
 * written to `mt_launch.log` in the run directory.
 *
 * @returns false when something could not be copied
 * @see spec 03 § 4
 */
export function copySources(area: Area, source: string, shortdir: string, env: Env): boolean {
  const log = join(shortdir, "mt_launch.log");
  const command = settingText(area.config, "setup", "testcopycmd");
  if (command === "") {
    const { leftOut } = copyTree(source, shortdir);
    for (const path of leftOut) appendFileSync(log, `not copied: ${path}\n`);
    return leftOut.length === 0;
  }
  const full = command.replaceAll("TEST_SRC_PATH", shellQuote(source)).replaceAll("TEST_TARG_PATH", shellQuote(shortdir));
  const { ending, stdout } = shellOutput(`${full} 2>&1`, { env, cwd: area.toppath });
  appendFileSync(log, stdout);
  const code = exitCodeOf(ending);
  if (code !== 0) appendFileSync(log, `${full} ended with ${code}\n`);
  return code === 0;
}
