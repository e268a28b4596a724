import { cellText, fills, nodeSize, type Palette, type Theme } from "../../../src/view/index.js";
import { edgesOfLine, type GraphModel, pairOf } from "./graph-model.js";
import type { TestState } from "./test-states.js";

interface Look {
  readonly theme: Theme;
  readonly palette: Palette;
}

/** The whole graph as a picture of its own. */
export function svgOf(model: GraphModel, states: ReadonlyMap<string, TestState> | undefined, { theme, palette }: Look): string {
  const { layout, dependencies, circular } = model;
  const colours = fills(theme, palette);
  const [ground, ink, line] = theme === "light" ? ["#ffffff", "#1a1f24", "#8a949e"] : ["#14171a", "#e4e8ec", "#6b7681"];
  const lines = layout.lines.flatMap((drawn) => {
    const edges = edgesOfLine(model, drawn);
    const isBroken = edges.some(({ from, to }) => circular.has(pairOf(from, to)) || dependencies.unknown.has(from));
    const dashes = edges.every(({ kind }) => kind === "waitor") ? ' stroke-dasharray="6 4"' : "";
    const stroke = isBroken ? "#c62828" : line;
    const isDouble = edges.some(({ byItem }) => byItem);
    const path = (width: number, colour: string, end = "") =>
      `<path d="${drawn.path}" fill="none" stroke="${colour}" stroke-width="${width}"${dashes}${end}/>`;
    return [path(isDouble ? 4 : 1.5, stroke, ' marker-end="url(#arrow)"'), ...(isDouble ? [path(1.5, ground)] : [])];
  });
  const nodes = layout.nodes.map(({ name, x, y }) => {
    const state = states?.get(name);
    const colour = state && colours.get(state.class);
    const box = `<rect x="${x}" y="${y}" width="${nodeSize.width}" height="${nodeSize.height}" rx="6" fill="${colour?.fill ?? ground}" stroke="${dependencies.unknown.has(name) ? "#c62828" : line}"/>`;
    const text = (top: number, said: string) => `<text x="${x + 10}" y="${y + top}" fill="${colour?.text ?? ink}">${escaped(said)}</text>`;
    return [box, text(17, name), ...(state === undefined ? [] : [text(32, cellText(state.verdict))])].join("");
  });
  const [width, height] = [layout.width + 40, layout.height + 40];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-20 -20 ${width} ${height}" width="${width}" height="${height}" font-family="sans-serif" font-size="12">`,
    `<defs><marker id="arrow" viewBox="0 0 8 8" refX="7.5" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto"><path d="M0,0.5L8,4L0,7.5z" fill="${line}"/></marker></defs>`,
    `<rect x="-20" y="-20" width="${width}" height="${height}" fill="${ground}"/>`,
    ...lines,
    ...nodes,
    "</svg>",
    "",
  ].join("\n");
}

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => entities[sign] ?? "");
}
