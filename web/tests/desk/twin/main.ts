// Runs the twin on a fixed port, to look at the pages: npm run build:desk && npm run twin:desk
import { kCode, kPassphrase, Office } from "./office.ts";
import { Twin } from "./server.ts";

const address = await new Twin(new Office(() => Date.now())).listen(8750);
process.stdout.write(`${address}  larch · ${kPassphrase} · ${kCode}\n`);
