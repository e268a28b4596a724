export { type LeftTest, type Obstacle, type RemovalJob, type RemovalOutcome, removeTests } from "./remove.js";
