export { AfterTests } from "./after-tests.js";
export type { TestContext } from "./context.js";
export { environmentFile } from "./environment-file.js";
export { type ExecuteJob, type Execution, executeTest } from "./execute-test.js";
export type { ExecutorHost } from "./host.js";
export { testMarker } from "./marker.js";
export { serveTests } from "./serve.js";
export { writeVerdict } from "./verdict.js";
