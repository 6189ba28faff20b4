// Two files of scenarios run at once: each worker looks for free ports in a range of its own.
const kPortsOfWorker = 3_000;
process.env["WAYMARK_PORTS_ABOVE"] = String(kPortsOfWorker * (Number(process.env["VITEST_POOL_ID"] ?? 0) % 4));
