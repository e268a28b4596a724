import { effect, signal } from "@preact/signals";

/** What somebody prefers; it lives in this browser only. Spec 06 § 21 */
export interface Settings {
  readonly theme: "system" | "light" | "dark";
  readonly palette: "classic" | "safe";
  readonly zone: "browser" | "server";
  readonly time: "iso" | "relative" | "week";
  /** Keys of one letter. */
  readonly letterKeys: boolean;
  /** Tell a screen reader of finished runs and jobs. */
  readonly announce: boolean;
  readonly tree: "open" | "closed";
  /** Runs matrix: width of the labels; px. */
  readonly matrixLabels: number;
  /** Logs: long lines go on in the next row. */
  readonly logWrap: boolean;
  /** Logs: time since the line before, for lines with a time stamp. */
  readonly logTimes: boolean;
}

const key = "megatest.settings";

const defaults: Settings = {
  theme: "system",
  palette: "classic",
  zone: "browser",
  time: "iso",
  letterKeys: true,
  announce: true,
  tree: window.innerWidth < 860 ? "closed" : "open",
  matrixLabels: 240,
  logWrap: false,
  logTimes: false,
};

export const settings = signal<Settings>(stored());

export function set<K extends keyof Settings>(name: K, value: Settings[K]): void {
  settings.value = { ...settings.value, [name]: value };
}

/** What is kept may be of another version, or broken by hand. */
function stored(): Settings {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(key) ?? "{}");
    if (typeof found !== "object" || found === null) return defaults;
    const known = Object.entries(found).filter(([name, value]) => typeof value === typeof Reflect.get(defaults, name));
    return { ...defaults, ...Object.fromEntries(known) };
  } catch {
    return defaults;
  }
}

effect(() => localStorage.setItem(key, JSON.stringify(settings.value)));

// Another tab of this browser.
window.addEventListener("storage", (event) => {
  if (event.key === key) settings.value = stored();
});
