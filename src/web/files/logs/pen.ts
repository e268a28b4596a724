/** Which of the settings of a pen a code of "select graphic rendition" changes; those in a class replace each other. */
const classOf = new Map<number, string>();
const setClass = (name: string, ...codes: readonly number[]) => codes.forEach((code) => void classOf.set(code, name));
const codes = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);
setClass("weight", 1, 2, 21, 22);
setClass("slope", 3, 23);
setClass("line", 4, 24);
setClass("blink", 5, 6, 25);
setClass("inverse", 7, 27);
setClass("hidden", 8, 28);
setClass("strike", 9, 29);
setClass("foreground", ...codes(30, 39), ...codes(90, 97));
setClass("background", ...codes(40, 49), ...codes(100, 107));

const defaults = new Set([21, 22, 23, 24, 25, 27, 28, 29, 39, 49]);

/** Parameters with colons (`38:2::1:2:3`, `4:3`) in the form with semicolons that everybody knows. */
export function withSemicolons(parameters: string): string {
  if (!parameters.includes(":")) return parameters;
  return parameters
    .split(";")
    .map((parameter) => {
      const [code = "", kind, ...more] = parameter.split(":");
      if (code !== "38" && code !== "48") return kind === "0" ? `2${code}` : code;
      return [code, kind ?? "", ...more.slice(kind === "2" ? -3 : -1)].join(";");
    })
    .join(";");
}

/** The colours and weights that a terminal writes with, as its sequences `ESC [ … m` change them. */
export class Pen {
  readonly #settings = new Map<string, string>();
  #text = "";

  /** The sequence that makes a plain pen this one; empty for a plain pen. */
  get text(): string {
    return this.#text;
  }

  /** @param parameters what stands between `ESC [` and `m` */
  apply(parameters: string): void {
    const numbers = withSemicolons(parameters).split(";");
    for (let index = 0; index < numbers.length; index++) {
      const code = Number(numbers[index]);
      const extended = code === 38 || code === 48 ? (numbers[index + 1] === "2" ? 5 : 3) : 1;
      this.#set(code, numbers.slice(index, index + extended).join(";"));
      index += extended - 1;
    }
    const all = [...this.#settings.values()];
    this.#text = all.length === 0 ? "" : `\u001b[${all.join(";")}m`;
  }

  #set(code: number, text: string): void {
    const name = classOf.get(code);
    if (code === 0) this.#settings.clear();
    else if (name === undefined) return;
    else if (defaults.has(code)) this.#settings.delete(name);
    else this.#settings.set(name, text);
  }
}
