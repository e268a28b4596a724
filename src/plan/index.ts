export { counterpart, type MissingCounterpart, missingCounterpartText } from "./counterpart.js";
export { type Mode, type Requirements, type TestDefinition, type TestItems, waitsByItem } from "./definition.js";
export { type Plan, type PlanNode, planRun } from "./plan.js";
export { type RequirementTexts, requirementsOf } from "./requirements.js";
