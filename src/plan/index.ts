export { type Counterpart, counterpart, type MissingCounterpart, missingCounterpartText } from "./counterpart.js";
export { type Mode, type Requirements, type TestDefinition, type TestItems, waitsByItem } from "./definition.js";
export { type Plan, type PlanLink, type PlanNode, planRun, type Selectors } from "./plan.js";
export { type RequirementTexts, requirementsOf } from "./requirements.js";
