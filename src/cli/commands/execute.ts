import { setUpArea } from "../../area/index.js";
import { itemPath } from "../../config/index.js";
import { AfterTests, type ExecutorHost, executeTest, serveTests } from "../../execute/index.js";
import { decodePayload } from "../../launch/index.js";
import type { TestName } from "../../model/index.js";
import { growHeapSlowly, hostName, type Starter, spawnerStarter, startHere, startTimeOf } from "../../sys/index.js";
import type { Context } from "../context.js";
import { openAreaRecords, syncPeriodMs } from "../open.js";
import { cacheVersion } from "../version.js";

/**
 * `-execute PAYLOAD` runs one test; `-execute -` is the local executor, which takes tests from stdin. Spec 03 § 8.
 *
 * @returns exit code: 0, whatever the test's result; 4 when its last process died from a signal; 1 when it was not run or was interrupted
 */
export async function execute(context: Context): Promise<number> {
  const argument = context.args.values.get("-execute") ?? "";
  return argument === "-" ? serve(context) : executeOne(context, argument);
}

async function executeOne(context: Context, encoded: string): Promise<number> {
  const payload = decodePayload(encoded);
  const env = { ...context.env, MT_RUN_AREA_HOME: payload.toppath, MT_TARGET: payload.target, MT_RUNNAME: payload.runname };
  const host = await makeHost(context, { ...env, MT_MEGATEST: payload.megatest }, startHere, {
    testname: payload.testName,
    item_path: itemPath(payload.item),
  });
  const execution = executeTest(host, { payload, encoded, env, log: context.log, output: 1 });
  context.onInterrupt((signal) => {
    context.log.error(`Received ${signal}, ending the test`);
    void execution.interrupt();
  });
  const { exitCode } = await execution.ended;
  await host.after.flush();
  await host.records.close();
  return exitCode;
}

async function serve(context: Context): Promise<number> {
  growHeapSlowly();
  const spawner = spawnerStarter([process.execPath, context.bundle("spawner")], context.env);
  const host = await makeHost(context, { ...context.env, MT_MEGATEST: context.program }, spawner);
  const interruption = new AbortController();
  context.onInterrupt((signal) => {
    context.log.error(`Received ${signal}, ending all tests`);
    interruption.abort();
  });
  await serveTests(host, process.stdin, interruption.signal);
  spawner.close();
  await host.after.flush();
  await host.records.close();
  return interruption.signal.aborted ? 1 : 0;
}

/** @param test the one test, if it will be only one */
async function makeHost(context: Context, env: Context["env"], start: Starter, test?: TestName): Promise<ExecutorHost> {
  const { log } = context;
  const caches = { version: cacheVersion, runname: env["MT_RUNNAME"] ?? "", test, read: false };
  const area = setUpArea({ env, cwd: context.cwd, log, caches });
  const records = await openAreaRecords(area, { program: context.program, isExecutor: true });
  records.startSyncing(syncPeriodMs(area));
  return {
    area,
    records,
    log,
    env,
    identity: { host: hostName(), pid: process.pid, started: startTimeOf(process.pid) },
    start,
    after: new AfterTests(area, records, log),
    logTo: context.logTo,
  };
}
