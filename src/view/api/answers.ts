import type { AreaConfig, NamesOfId, RunNameRow, TagRow, TargetRow, TestSummary } from "./area.js";
import type { Window } from "./common.js";
import type { FileList, TestPlace } from "./files.js";
import type { Health } from "./health.js";
import type { Hello } from "./hello.js";
import type { History } from "./history.js";
import type { LogDiff, LogMarks, LogWindow, SearchNews } from "./log.js";
import type { MatrixOverview, MatrixPlace, MatrixWindow, MatrixWords } from "./matrix.js";
import type { RunFailing, RunMeta, RunStats, RunTest, RunView } from "./run.js";
import type { RunRow } from "./runs.js";
import type { TestConfig, TestData, TestEnv, TestSteps, TestView } from "./test.js";

/** What each query answers: the names are the paths under `/api/v1/`. Spec 06 § 19 */
export interface Answers {
  readonly hello: Hello;
  readonly config: AreaConfig;
  readonly id: NamesOfId;
  readonly runnames: Window<RunNameRow>;
  readonly servers: Health;
  readonly tags: Window<TagRow>;
  readonly targets: Window<TargetRow>;
  readonly tests: Window<TestSummary>;
  readonly runs: Window<RunRow>;
  readonly history: History;
  readonly matrix: MatrixWindow;
  readonly "matrix/next": MatrixPlace;
  readonly "matrix/overview": MatrixOverview;
  readonly "matrix/words": MatrixWords;
  readonly run: RunView;
  readonly "run/failing": RunFailing;
  readonly "run/meta": RunMeta;
  readonly "run/stats": RunStats;
  readonly "run/tests": Window<RunTest>;
  readonly test: TestView;
  readonly "test/config": TestConfig;
  readonly "test/data": TestData;
  readonly "test/env": TestEnv;
  readonly "test/files": FileList;
  readonly "test/grep": SearchNews;
  readonly "test/lines": LogWindow;
  readonly "test/logdiff": LogDiff;
  readonly "test/marks": LogMarks;
  readonly "test/place": TestPlace;
  readonly "test/steps": TestSteps;
}
