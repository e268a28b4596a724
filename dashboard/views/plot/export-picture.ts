import { download } from "../../parts/download.js";

/** What a picture looks like without the page around it. */
const properties = [
  ...["fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-opacity", "stroke-linecap", "stroke-linejoin"],
  ...["opacity", "font-family", "font-size", "font-weight"],
];
const namespace = "http://www.w3.org/2000/svg";
/** px */
const [lineHeight, margin] = [20, 12];

/** A name and its colour. */
interface KeyEntry {
  readonly name: string;
  readonly colour: string;
}

interface PictureFile {
  readonly text: string;
  readonly width: number;
  readonly height: number;
}

/** The pictures of a page one below the other, with a key of their colours, as a file of its own. */
export function pictureOf(pictures: readonly SVGSVGElement[], key: readonly KeyEntry[]): PictureFile {
  const whole = document.createElementNS(namespace, "svg");
  const page = getComputedStyle(document.documentElement);
  const width = Math.max(1, ...pictures.map((picture) => picture.clientWidth));
  let y = margin;
  shape(whole, "rect", { width: "100%", height: "100%", fill: page.getPropertyValue("--bg").trim() });
  for (const picture of pictures) {
    const part = shape(whole, "g", { transform: `translate(0 ${y})` });
    for (const child of picture.children) part.append(standing(child));
    y += picture.clientHeight + 4;
  }
  for (const { name, colour } of key) {
    shape(whole, "rect", { x: "64", y: String(y + 4), width: "12", height: "12", fill: colour });
    const text = shape(whole, "text", {
      x: "84",
      y: String(y + 14),
      fill: page.getPropertyValue("--text").trim(),
      "font-family": "sans-serif",
      "font-size": "12",
    });
    text.textContent = name;
    y += lineHeight;
  }
  const height = y + margin;
  for (const [name, value] of Object.entries({ width, height, viewBox: `0 0 ${width} ${height}` })) whole.setAttribute(name, String(value));
  return { text: new XMLSerializer().serializeToString(whole), width, height };
}

function shape(parent: Element, name: string, attributes: Readonly<Record<string, string>>): SVGElement {
  const element = document.createElementNS(namespace, name);
  for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value);
  parent.append(element);
  return element;
}

/** A copy that needs no style sheet. */
function standing(element: Element): Element {
  const copy = element.cloneNode(false) as Element;
  const style = getComputedStyle(element);
  for (const property of properties) copy.setAttribute(property, style.getPropertyValue(property));
  copy.removeAttribute("class");
  for (const child of element.childNodes) copy.append(child instanceof Element ? standing(child) : child.cloneNode());
  return copy;
}

/** Twice as fine as on the screen. */
const fineness = 2;

export async function savePng(name: string, { text, width, height }: PictureFile): Promise<void> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: width * fineness, height: height * fineness });
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  canvas.toBlob((blob) => {
    if (blob !== null) download(name, "image/png", blob);
  });
}
