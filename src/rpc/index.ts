export { greets, type ServerAddress } from "./connection.js";
export { type FinderOptions, serverAddress } from "./finder.js";
export { methodOf, procedures, sessionProcedures } from "./procedures.js";
export { openRemoteRecords } from "./remote-records.js";
export { isServerAlive, type ServerLog, serverLogDirectory, serverLogName, serverLogs, startLine } from "./server-logs.js";
export { askToEnd, pingServer } from "./session.js";
export { areaToken, bearerOf, digestOf } from "./token.js";
export {
  errorOf,
  jsonText,
  maximumBytes,
  protocolVersion,
  type Refusal,
  type Reply,
  type RpcRequest,
  refusalOf,
  requestSchema,
  rpcPath,
  type WireError,
} from "./wire.js";
