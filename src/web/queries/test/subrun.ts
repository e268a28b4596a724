import { realpathSync } from "node:fs";
import { join } from "node:path";
import { parseSexpDump } from "../../../config/index.js";
import type { RunRecord, TestRecord } from "../../../model/index.js";
import { isFile } from "../../../sys/index.js";
import type { Subrun } from "../../../view/index.js";
import { readIfShown } from "../../files/read.js";
import { placeOfTest } from "../../files/roots.js";
import type { Reader } from "../reader.js";

const config = "testconfig.subrun";

/** The run that a test has started; undefined when it has not, or that is removed. Spec 03 § 22, 06 § 34 */
export async function subrunOf(reader: Reader, shown: RunRecord, test: TestRecord): Promise<Subrun | undefined> {
  const { area, run } = reader.home(shown);
  const toppath = realPath(join(test.rundir, "subrun-area"));
  if (toppath === undefined || isFile(join(test.rundir, "subrun.removed"))) return undefined;
  const text = await readIfShown(placeOfTest(area, test), config);
  const testconfig = text === undefined ? undefined : parsed(text);
  if (testconfig === undefined) return undefined;
  const setting = (name: string) => testconfig.lookup("subrun", name)?.trim();
  const home = reader.homes.find((one) => realPath(one.area.toppath) === toppath);
  const target = setting("target") || run.target.join("/");
  return {
    toppath,
    here: home !== undefined,
    t: home?.shownTarget(target) ?? target,
    r: setting("run-name") || run.runname,
  };
}

function parsed(text: string) {
  try {
    return parseSexpDump(text, config);
  } catch {
    return undefined;
  }
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}
