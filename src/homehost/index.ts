export * from "./homehost.js";
