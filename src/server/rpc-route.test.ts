import { onTestFinished } from "vitest";
import { describeRecords } from "../../tests/kit/conformance/index.js";
import { rpcServer } from "../../tests/kit/rpc-server.js";
import { temporaryArea } from "../../tests/kit/temporary-area.js";

describeRecords("04-24: records by a server", async () => {
  const area = temporaryArea();
  const records = area.open();
  onTestFinished(() => records.close());
  return (await rpcServer(records, area.toppath)).client();
});
