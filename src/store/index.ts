export { activityOf, areaEpoch, areaVersion, checkAreaDatabase, type LiveTest, lockAreaDatabase } from "./area-facts.js";
export { checkDatabases, type DatabaseCheck, isWhole } from "./care/check.js";
export { type CleanUpOptions, cleanUpDatabases, importAreaDatabase } from "./care/clean-up.js";
export type { JunkRemoval } from "./care/junk.js";
export { loadEnvironments, saveEnvironment } from "./envdat.js";
export type { HomeVerdict } from "./fence.js";
export { lagOf } from "./lag.js";
export {
  type Arrival,
  hasOpenMoves,
  type Move,
  type MoveOp,
  type MovePhase,
  openMoves,
  openMovesOf,
  type Received,
  type RunMoves,
  type RunSize,
  type RunSlice,
  type SliceValue,
  type StandingRun,
} from "./moving/index.js";
export { closeForHandover, liveDirectory, type OpenOptions, openCompletedRecords, openRecords, prepareLive } from "./open.js";
export { readOutsideSeries, type SeriesPlace } from "./outside-series.js";
export type * from "./records.js";
export type { ChangedCell, NamedTest, News, TestCell, WholeRuns } from "./whole-runs.js";
