export { type Obstacle, type RemovalJob, type RemovalOutcome, removeTests } from "./remove.js";
