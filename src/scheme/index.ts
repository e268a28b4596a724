export { display, write } from "./display.js";
export type { SchemeEffects } from "./effects.js";
export { SchemeError } from "./error.js";
export { createInterpreter, type Interpreter } from "./interpreter.js";
export { isNumber, parseNumber, realOf, type SchemeNumber } from "./numbers.js";
export { type Groups, Pattern } from "./pattern.js";
export type { LetterSet, PatternNode } from "./pattern-syntax.js";
export { encodeLetters } from "./utf8.js";
export { Foreign, isProcedure, itemsOf, listOf, Procedure, type SchemeValue, symbolName } from "./values.js";
