import { computed } from "@preact/signals";
import { theme } from "../../app/theme.js";
import type { Ground } from "./ansi.js";

/** Background and text of the theme, as in styles/base.css. */
const grounds: Readonly<Record<"light" | "dark", Ground>> = {
  light: { background: [255, 255, 255], text: [26, 31, 36] },
  dark: { background: [20, 23, 26], text: [228, 232, 236] },
};

/** What colours of logs are adapted to at the moment. */
export const ground = computed<Ground>(() => grounds[theme.value]);
