import { encodeText } from "../sys/index.js";

/** Colours of states and statuses in the pages of a run; spec 05 § 8.3. */
const colours: Readonly<Record<string, string>> = {
  PASS: "green",
  FAIL: "red",
  WARN: "orange",
  KILLED: "orange",
  KILLREQ: "purple",
  RUNNING: "blue",
  ABORT: "brown",
};

const style = `
body { font: 15px/1.5 system-ui, sans-serif; color: #222; background: #fafafa; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 1.5rem; }
table { border-collapse: collapse; background: #fff; margin: .5rem 0 1rem; }
th, td { border: 1px solid #ddd; padding: .25rem .7rem; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
th { background: #f0f0f3; font-weight: 600; }
td.number { text-align: right; font-variant-numeric: tabular-nums; }
a { color: #1a5fb4; } span a { color: inherit; }
`;

/** A piece of HTML, as opposed to text that must be escaped first. */
export interface Html {
  readonly html: string;
}

/** A template whose values are escaped unless they are HTML already; lists are joined. */
export function html(parts: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  let text = parts[0] ?? "";
  for (const [index, value] of values.entries()) text += htmlOf(value) + (parts[index + 1] ?? "");
  return { html: text };
}

type HtmlValue = string | number | Html | readonly Html[];

function htmlOf(value: HtmlValue): string {
  if (typeof value === "string" || typeof value === "number") return escapeHtml(String(value));
  return "html" in value ? value.html : value.map((piece) => piece.html).join("");
}

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

function escapeHtml(text: string): string {
  return !/[&<>"']/.test(text) ? text : text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** A complete page without outside references. */
export function page(title: string, body: Html): string {
  const { html: text } = html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${title}</title>
<style>${{ html: style }}</style>
</head>
<body>
<h1>${title}</h1>
${body}
</body>
</html>
`;
  return text;
}

/** A state or status in its colour. */
export function coloured(name: string, content: Html = html`${name}`): Html {
  return html`<span style="color: ${colours[name] ?? "black"}">${content}</span>`;
}

/** A link to a file relative to the page; no name can make it point anywhere else than below it. */
export function fileLink(path: string, content: string | Html): Html {
  const below = path.replace(/^\/+/, "");
  return html`<a href="${/^[\w.~/-]*$/.test(below) ? below : percentEncoded(below)}">${content}</a>`;
}

function percentEncoded(path: string): string {
  const characters = [...encodeText(path)].map((byte) => {
    const character = String.fromCharCode(byte);
    return /[\w.~/-]/.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  });
  return characters.join("");
}
