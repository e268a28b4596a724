import {
  display,
  isNumber,
  isProcedure,
  itemsOf,
  Pattern,
  Procedure,
  realOf,
  SchemeError,
  type SchemeNumber,
  type SchemeValue,
  symbolName,
} from "../scheme/index.js";
import { isOperator, isRuleType, type Operator, type RuleType, type Where } from "./rules.js";

/**
 * Reads the arguments of one form. What is wrong is reported and remembered; the form goes on.
 *
 * @see spec 08 § 3.1, argument mistakes
 */
export class ArgumentReader {
  /** Whether a mistake was made that leaves nothing to go by. */
  broken = false;

  /** @param report gets `value must be a number` and the argument */
  constructor(readonly report: (mistake: string, argument: SchemeValue) => void) {}

  /** Reports a mistake that the form cannot do without. */
  #fail(mistake: string, argument: SchemeValue): void {
    this.broken = true;
    this.report(mistake, argument);
  }

  where(argument: SchemeValue): Where {
    if (typeof argument !== "symbol") {
      this.report("where must be a symbol", argument);
      return { word: display(argument), looks: "nowhere" };
    }
    const word = symbolName(argument);
    return { word, looks: word === "in" ? "inside" : word === "not-in" ? "outside" : "nowhere" };
  }

  sections(argument: SchemeValue): string[] {
    if (typeof argument === "string") return [argument];
    const { items, tail } = itemsOf(argument);
    const names = items.filter((item) => typeof item === "string");
    if (tail !== null || names.length < items.length) this.#fail("section must be a string or a list of strings", argument);
    return names;
  }

  number(name: string, argument: SchemeValue): SchemeNumber {
    if (isNumber(argument)) return argument;
    this.#fail(`${name} must be a number`, argument);
    return 0;
  }

  /** Undefined for a procedure that is none of the five comparisons. */
  operator(argument: SchemeValue): Operator | undefined {
    if (!isProcedure(argument)) this.#fail("comparison must be a procedure", argument);
    return argument instanceof Procedure && isOperator(argument.name) ? argument.name : undefined;
  }

  tolerance(argument: SchemeValue): SchemeNumber | Operator {
    if (argument instanceof Procedure && isOperator(argument.name)) return argument.name;
    return isNumber(argument) ? argument : this.number("tolerance", argument);
  }

  /** A name that is no string is a mistake, but its text will do. */
  name(argument: SchemeValue): string {
    if (typeof argument !== "string") this.report("name must be a string", argument);
    return display(argument);
  }

  /** One pattern or a list of them, to any depth. */
  patterns(argument: SchemeValue): Pattern[] {
    if (argument instanceof Pattern || typeof argument === "string") {
      const pattern = typeof argument === "string" ? new Pattern(argument) : argument;
      return this.#isUsable(pattern) ? [pattern] : [];
    }
    const { items, tail } = itemsOf(argument);
    if (tail !== null) this.#fail("pattern must be a regular expression", argument);
    return items.flatMap((item) => this.patterns(item));
  }

  #isUsable(pattern: Pattern): boolean {
    try {
      pattern.check();
      return true;
    } catch (error) {
      if (!(error instanceof SchemeError)) throw error;
      this.#fail(error.message, pattern);
      return false;
    }
  }

  /** The type that replaces the form's own. */
  type(argument: SchemeValue): RuleType | undefined {
    const name = typeof argument === "symbol" ? symbolName(argument) : "";
    if (isRuleType(name)) return name;
    if (argument !== undefined) this.report("type must be the symbol of a type of rule", argument);
    return undefined;
  }

  /** The text of an optional argument, whatever its type. */
  text(argument: SchemeValue): string | undefined {
    return argument === undefined || argument === false ? undefined : display(argument);
  }

  date(argument: SchemeValue): string | undefined {
    if (argument === undefined || typeof argument === "string") return argument;
    this.report("expires must be a string", argument);
    return undefined;
  }

  group(argument: SchemeValue): number {
    return argument === undefined ? 1 : realOf(this.number("matchnum", argument));
  }
}
