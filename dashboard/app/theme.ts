import { computed, effect, signal } from "@preact/signals";
import { fills, type Theme } from "../../src/view/index.js";
import { settings } from "./settings.js";

const systemIsDark = window.matchMedia("(prefers-color-scheme: dark)");
const systemTheme = signal<Theme>(systemIsDark.matches ? "dark" : "light");
systemIsDark.addEventListener("change", ({ matches }) => {
  systemTheme.value = matches ? "dark" : "light";
});

/** The theme in force. */
export const theme = computed<Theme>(() => (settings.value.theme === "system" ? systemTheme.value : settings.value.theme));

const sheet = new CSSStyleSheet();
document.adoptedStyleSheets.push(sheet);

/** Keeps the page in the theme and palette that somebody prefers. */
export function followTheme(): void {
  effect(() => {
    document.documentElement.dataset["theme"] = theme.value;
    document.documentElement.dataset["palette"] = settings.value.palette;
    sheet.replaceSync(rules(theme.value, settings.value.palette));
  });
}

/**
 * For each class of § 21 the variables `--c-pass` (fill), `--t-pass` (text on it), `--p-pass` (hatching, or none), and the rule
 * `.is-pass`, which gives the same as `--c`, `--t`, `--p`.
 */
function rules(...[theme, palette]: Parameters<typeof fills>): string {
  const classes = [...fills(theme, palette)];
  const hatch = (stripe: string) => `repeating-linear-gradient(135deg, ${stripe} 0 2px, transparent 2px 6px)`;
  const variables = classes.map(
    ([name, { fill, text, stripe }]) => `--c-${name}: ${fill}; --t-${name}: ${text}; --p-${name}: ${stripe ? hatch(stripe) : "none"};`,
  );
  const named = classes.map(([name]) => `.is-${name} { --c: var(--c-${name}); --t: var(--t-${name}); --p: var(--p-${name}); }`);
  return [`:root { ${variables.join(" ")} }`, ...named, ".is-none { --c: transparent; --t: inherit; --p: none; }"].join("\n");
}
