export { chooseDisk, type DiskChoice } from "./disks.js";
export { type LaunchJob, type LaunchSettings, prepareLaunch } from "./launch.js";
export { runLaunchCommand } from "./launch-command.js";
export { type Launcher, launcherFor } from "./launcher.js";
export { type HandOver, LocalExecutor } from "./local-executor.js";
export { decodePayload, encodePayload, type Payload, payloadText } from "./payload.js";
export { copySources } from "./work-area.js";
