/** A line of the log that the page shows as credited to a rule, or as hit by a trigger. */
export interface PageMark {
  /** Line of the page's copy of the log, from 0. */
  readonly line: number;
  /** Number of the rule; undefined for a trigger. */
  readonly rule?: number;
  /** Type of the rule, or `trigger`. */
  readonly class: string;
  /** Of the trigger. */
  readonly trigger?: string;
}

/** What the table at the end of the page says of a rule. */
interface PageRule {
  readonly description: string;
  readonly isFailed: boolean;
}

const beginning = "<hr><pre>";
const end = /^<a name="summary"><\/a>/;
const markedLine = /^<a name="([^"]*)"><\/a><a href="#[^"]*" class="([^"\s]*)(?:\s+([^"]*))?">(.*)<\/a>\s*$/s;
const keyOfRule = /^key_(\d+)_\d+$/;
const largestTable = 1 << 20;

/** Reads a page of logpro line by line: the copy of the log with its marks, then the table of rules. Spec 08 § 7 */
export class LogproPage {
  readonly marks: PageMark[] = [];
  /** Lines of the log seen. */
  lines = 0;
  #place: "head" | "log" | "summary" = "head";
  #summary = "";

  /**
   * Takes the next line.
   *
   * @returns the text of the log's line, undefined when it is none
   */
  take(line: string): string | undefined {
    if (this.#place === "log" && end.test(line)) this.#place = "summary";
    if (this.#place === "log") return this.#logLine(line);
    if (this.#place === "summary") {
      if (this.#summary.length < largestTable) this.#summary += `${line}\n`;
    } else if (line.trimEnd().endsWith(beginning)) this.#place = "log";
    return undefined;
  }

  /** By number; to be asked at the end. */
  rules(): Map<number, PageRule> {
    const rows = [...this.#summary.matchAll(/<tr>(.*?)<\/tr>/gs)].map(([, row = ""]) =>
      [...row.matchAll(/<td[^>]*>(.*?)<\/td>/gs)].map(([, cell = ""]) => plainText(cell)),
    );
    const rules = rows.flatMap(([number = "", type = "", status, comparison, count, description, got]) => {
      const [, rule] = /^rule-(\d+)$/.exec(number.trim()) ?? [];
      if (rule === undefined) return [];
      const text = type.trim() === "Value" ? `expected ${comparison} ${count} ${description}, got ${got}` : (description ?? "");
      return [[Number(rule), { description: text.replace(/\s+/g, " ").trim(), isFailed: status?.trim() === "FAIL" }] as const];
    });
    return new Map(rules);
  }

  #logLine(written: string): string {
    const [, name = "", type = "", more, text] = markedLine.exec(written) ?? [];
    if (text !== undefined) {
      const [, rule] = keyOfRule.exec(name) ?? [];
      if (type === "trigger") this.marks.push({ line: this.lines, class: type, trigger: more ?? name });
      else if (rule !== undefined) this.marks.push({ line: this.lines, class: type, rule: Number(rule) });
    }
    this.lines++;
    return text ?? written;
  }
}

/** Text of a piece of HTML. */
function plainText(html: string): string {
  return unescaped(html.replace(/<[^>]*>/g, ""));
}

/** Text whose `&`, `<` and `>` were escaped. */
export function unescaped(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&amp;", "&");
}
