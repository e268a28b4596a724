export { type LaunchJob, type LaunchSettings, prepareLaunch } from "./launch.js";
export { runLaunchCommand } from "./launch-command.js";
export { LocalExecutor } from "./local-executor.js";
export { decodePayload, encodePayload, type Payload, payloadText } from "./payload.js";
export { copySources } from "./work-area.js";
