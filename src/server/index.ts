export { carryOutSync, type PusherOrder, type PusherReport, threadPusher } from "./pusher.js";
export { runServer, type ServerOptions } from "./server.js";
export { killServers, serversTable } from "./servers.js";
