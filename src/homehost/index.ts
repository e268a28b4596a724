export { bestAddress, isThisHost, outwardAddress } from "./address.js";
export { migrateIfQuiet, retireIfQuiet } from "./automatic.js";
export type { Condition, Decision, Move } from "./condition.js";
export { decide } from "./decision.js";
export type { Homehost } from "./file.js";
export { findHomehost, homehostOf, noHomehost, readHomehost } from "./homehost.js";
export type { MoveTools } from "./job.js";
export { type MoveOutcome, migrate, moveText } from "./migrate.js";
export { stillHome } from "./still-home.js";
