import { createInterpreter, display, Foreign, type Interpreter, SchemeError, type SchemeValue } from "../scheme/index.js";
import { decodeBytes, encodeText } from "../sys/index.js";
import { type HelperContext, runconfigValue, toppathOf } from "./helper-context.js";
import { schemeEffects } from "./scheme-effects.js";

/** Definitions live as long as the process and are shared by all files (spec 01 § 4.2); what they see changes with each file. */
interface SharedScheme {
  readonly interpreter: Interpreter;
  context: HelperContext;
}

let shared: SharedScheme | undefined;

/**
 * The value of a `#{scheme …}` helper as text. The code is the body of a procedure whose argument `ht` is the
 * configuration that is being read.
 *
 * @throws SchemeError
 * @see spec 01 § 4.2, 4.3
 */
export function evaluateScheme(code: string, context: HelperContext): string {
  shared ??= makeShared(context);
  shared.context = context;
  shared.interpreter.define("*toppath*", orFalse(toppathOf(context)));
  return fromScheme(display(shared.interpreter.evaluate(`((lambda (ht) ${toScheme(code)}\n) *configuration*)`)));
}

/** Scheme holds one character per byte. */
const toScheme = (text: string): string => encodeText(text).toString("latin1");
const fromScheme = (text: string): string => decodeBytes(Buffer.from(text, "latin1"));
const orFalse = (text: string | undefined): SchemeValue => (text === undefined ? false : toScheme(text));

function makeShared(context: HelperContext): SharedScheme {
  const scheme: SharedScheme = {
    context,
    interpreter: createInterpreter(schemeEffects(() => scheme.context, toScheme, fromScheme)),
  };
  const { interpreter } = scheme;
  interpreter.define("*configuration*", new Foreign("configuration"));
  const lookup = ([, section, name]: readonly SchemeValue[]) => orFalse(scheme.context.config.lookup(textOf(section), textOf(name)));
  interpreter.defineProcedure("config-lookup", lookup, { least: 3, most: 3 });
  interpreter.defineProcedure("configf:lookup", lookup, { least: 3, most: 3 });
  interpreter.defineProcedure("runconfigs-get", ([, name]) => orFalse(runconfigValue(textOf(name), scheme.context)), { least: 2, most: 2 });
  interpreter.defineProcedure("args:get-arg", ([name]) => commandLineValue(textOf(name)), { least: 1, most: 2 });
  return scheme;
}

function textOf(value: SchemeValue): string {
  if (typeof value !== "string") throw new SchemeError(`bad argument type - not a string: ${display(value)}`);
  return fromScheme(value);
}

/** What follows an option on the command line of this process; true for one without a value, else false. */
function commandLineValue(option: string): SchemeValue {
  const position = process.argv.indexOf(option, 2);
  if (position < 0) return false;
  const value = process.argv[position + 1];
  return value === undefined || value.startsWith("-") ? true : toScheme(value);
}
