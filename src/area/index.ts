export type { Area } from "./area.js";
