export { Analysis, type Result } from "./analysis.js";
export { type Compilation, compileRules, type RuleFile } from "./compile.js";
export { loadErrorDat } from "./dat.js";
export type { Outputs } from "./outputs.js";
export { loadErrorTail, pageHead, styleSheetName, version } from "./page.js";
export { PartBuffer } from "./part-buffer.js";
export type { RuleSet, Verdict } from "./rules.js";
export { styleSheet } from "./style-sheet.js";
