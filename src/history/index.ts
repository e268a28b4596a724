export { type AutoJob, moveByRules } from "./auto-moves.js";
export { type AutoRule, autoRules, hasAutoRules } from "./auto-rules.js";
export { countsText } from "./move-runs.js";
export { type MoveRequest, moveSelected, previewMove, type RunOutcome, rowsIn, sized } from "./move-selected.js";
export type { MoveStep, MoveTools } from "./move-ways.js";
export type { QuietRule } from "./quiet.js";
export { type Obstacle, type RemovalJob, type RemovalOutcome, removeTests } from "./remove.js";
export { type ResumeResult, resumeMoves } from "./resume-moves.js";
