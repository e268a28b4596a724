import type { Dependencies } from "./dependencies.js";

/** The graph in the language of Graphviz; states are not in it. */
export function dotOf({ names, edges, unknown }: Dependencies): string {
  const nodes = names.map((name) => `  ${quoted(name)}${unknown.has(name) ? " [color=red]" : ""};`);
  const arrows = edges.map(({ from, to, kind, byItem, mode }) => {
    const style = kind === "waitor" ? "dashed" : "solid";
    const attributes = [`style=${style}`, ...(byItem ? ['color="black:invis:black"'] : []), ...(mode === "" ? [] : [`label=${quoted(mode)}`])];
    return `  ${quoted(from)} -> ${quoted(to)} [${attributes.join(", ")}];`;
  });
  return ["digraph tests {", "  rankdir=LR;", "  node [shape=box];", ...nodes, ...arrows, "}", ""].join("\n");
}

function quoted(text: string): string {
  return `"${text.replace(/[\\"]/g, "\\$&").replaceAll("\n", " ")}"`;
}
