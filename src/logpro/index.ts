export { Analysis } from "./analysis.js";
export { compileRules, type RuleFile } from "./compile.js";
export { loadErrorDat } from "./dat.js";
export type { Outputs } from "./outputs.js";
export { loadErrorTail, pageHead, styleSheetName } from "./page.js";
export { PartBuffer } from "./part-buffer.js";
export { styleSheet } from "./style-sheet.js";
