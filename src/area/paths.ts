import { join } from "node:path";
import { fullName, type TestName } from "../model/index.js";

/** Directory of a run in the link tree or on a disk: `<root>/<target>/<runname>`. Spec 03 § 3. */
export function runDirectory(root: string, target: readonly string[], runname: string): string {
  return join(root, ...target, runname);
}

/** Directory of a test or item in the link tree or on a disk. Spec 03 § 3. */
export function testDirectory(root: string, target: readonly string[], runname: string, test: TestName): string {
  return join(runDirectory(root, target, runname), fullName(test));
}
