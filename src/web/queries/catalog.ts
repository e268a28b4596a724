import type { Answers } from "../../view/index.js";
import { acting } from "./acting/acting.js";
import { job, jobLogPiece, jobs } from "./acting/jobs.js";
import { trace } from "./acting/trace.js";
import { activity } from "./activity/activity.js";
import { runWhy } from "./activity/why.js";
import { config } from "./area/config.js";
import { namesOfId } from "./area/id.js";
import { runNames } from "./area/run-names.js";
import { servers } from "./area/servers.js";
import { targets } from "./area/targets.js";
import { tags, tests } from "./area/tests.js";
import { diff } from "./diff/diff.js";
import { diffValues } from "./diff/values.js";
import { failures, failuresTests } from "./failures/failures.js";
import { graph, runGraph } from "./graph/graph.js";
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
import { run, runPage } from "./run/run.js";
import { runStats } from "./run/stats.js";
import { runTests } from "./run/tests.js";
import { runs } from "./runs.js";
import { series } from "./series/series.js";
import { seriesVariables } from "./series/variables.js";
import { testConfig } from "./test/config.js";
import { testData } from "./test/data.js";
import { testEnv } from "./test/env.js";
import { testFiles, testPlace } from "./test/files.js";
import { testSteps } from "./test/steps.js";
import { test, testPage } from "./test/test.js";
import { runCritical } from "./times/critical.js";
import { runCurves } from "./times/curves.js";
import { runLoad } from "./times/load.js";
import { slots } from "./times/slots.js";
import { runSteps } from "./times/steps.js";
import { runTimes } from "./times/times.js";
import { trends } from "./trends.js";

/** Everything that can be asked: a new query is one line here, one in `Answers`, and a file beside this one. Spec 06 § 19 */
export const queries: { readonly [Name in keyof Answers]: Query<Answers[Name]> } & { readonly "test/file": Query<Bytes> } = {
  acting,
  activity,
  hello,
  jobs,
  "jobs/:id": job,
  "jobs/:id/log": jobLogPiece,
  trace,
  config,
  diff,
  "diff/values": diffValues,
  failures,
  "failures/tests": failuresTests,
  graph,
  id: namesOfId,
  runnames: runNames,
  servers,
  slots,
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
  "run/critical": runCritical,
  "run/curves": runCurves,
  "run/failing": runFailing,
  "run/graph": runGraph,
  "run/load": runLoad,
  "run/meta": runMeta,
  "run/page": runPage,
  "run/stats": runStats,
  "run/steps": runSteps,
  "run/tests": runTests,
  "run/times": runTimes,
  "run/why": runWhy,
  series,
  "series/variables": seriesVariables,
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
  "test/page": testPage,
  "test/place": testPlace,
  "test/steps": testSteps,
  trends,
};
