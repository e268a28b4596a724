import type { Answers } from "../../view/index.js";
import { config } from "./area/config.js";
import { namesOfId } from "./area/id.js";
import { runNames } from "./area/run-names.js";
import { servers } from "./area/servers.js";
import { targets } from "./area/targets.js";
import { tags, tests } from "./area/tests.js";
import { hello } from "./hello.js";
import { history } from "./history.js";
import { testLogDiff } from "./log/diff.js";
import { testFile } from "./log/file.js";
import { testGrep } from "./log/grep.js";
import { testLines } from "./log/lines.js";
import { testMarks } from "./log/marks.js";
import { matrix, matrixNext, matrixOverview, matrixWords } from "./matrix/matrix.js";
import type { Bytes, Query } from "./query.js";
import { runFailing } from "./run/failing.js";
import { runMeta } from "./run/meta.js";
import { run } from "./run/run.js";
import { runStats } from "./run/stats.js";
import { runTests } from "./run/tests.js";
import { runs } from "./runs.js";
import { testConfig } from "./test/config.js";
import { testData } from "./test/data.js";
import { testEnv } from "./test/env.js";
import { testFiles, testPlace } from "./test/files.js";
import { testSteps } from "./test/steps.js";
import { test } from "./test/test.js";

/** Everything that can be asked: a new query is one line here, one in `Answers`, and a file beside this one. Spec 06 § 19 */
export const queries: { readonly [Name in keyof Answers]: Query<Answers[Name]> } & { readonly "test/file": Query<Bytes> } = {
  hello,
  config,
  id: namesOfId,
  runnames: runNames,
  servers,
  tags,
  targets,
  tests,
  runs,
  history,
  matrix,
  "matrix/next": matrixNext,
  "matrix/overview": matrixOverview,
  "matrix/words": matrixWords,
  run,
  "run/failing": runFailing,
  "run/meta": runMeta,
  "run/stats": runStats,
  "run/tests": runTests,
  test,
  "test/config": testConfig,
  "test/data": testData,
  "test/env": testEnv,
  "test/file": testFile,
  "test/files": testFiles,
  "test/grep": testGrep,
  "test/lines": testLines,
  "test/logdiff": testLogDiff,
  "test/marks": testMarks,
  "test/place": testPlace,
  "test/steps": testSteps,
};
