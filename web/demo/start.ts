// What script/run starts once everything is built: a fictional organisation with its queue, until Ctrl-C.
//   node web/demo/start.ts [--empty]     WAYMARK_BIN: the programs; WAYMARK_STATE: where the organisation lives
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { relative, resolve } from "node:path";
import { Organisation, people } from "./organisation.ts";
import { send_all } from "./send.ts";

/** A roster is good for 30 days; an older organisation is founded again. */
const kReuseDays = 20;
const kMsPerDay = 86_400_000;

const here = process.cwd();
const empty = process.argv.includes("--empty");
const state = `${process.env["WAYMARK_STATE"] ?? resolve("build/run")}${empty ? "-empty" : ""}`;
const binaries = process.env["WAYMARK_BIN"] ?? resolve("build/release/bin");

function forget_if_old(): void {
  const made = `${state}/office/desk.toml`;
  const whole = existsSync(`${state}/ready`) && existsSync(made);
  if (!whole || Date.now() - statSync(made).mtimeMs > kReuseDays * kMsPerDay) rmSync(state, { recursive: true, force: true });
}

async function fill(organisation: Organisation): Promise<void> {
  if (empty || existsSync(`${state}/words.txt`)) return;
  process.stdout.write("  sending 28 fictional requests through the intake … ");
  const began = Date.now();
  await send_all(organisation.relay_url, `${state}/words.txt`, () => process.stdout.write("."));
  console.log(` done in ${Math.round((Date.now() - began) / 1000)} s`);
}

function tell(organisation: Organisation): void {
  const short = (path: string): string => relative(here, path);
  const code = (alias: string): string => `${short(organisation.binary("waymark"))} totp --secret-file ${short(`${state}/staff/${alias}.totp`)}`;
  const rows = people.map((person) => `  ${person.alias.padEnd(9)}${person.passphrase.padEnd(34)}${code(person.alias)}`);
  console.log(`
The organisation is running. Everything in it is fictional.

  Ask for help (the requester's pages)   ${organisation.relay_url}/
  The same without scripts (the clerk)   ${organisation.clerk_url}/
  Answer (the desk, for staff)           ${organisation.desk_url}/
${empty ? "" : `
  Come back as the first requester: open ${organisation.relay_url}/ru/ , choose «Прочитать ответ» ("Read a reply"), and type
    ${first_words()}
`}
Staff: alias, passphrase, and the command that shows the current six digits
${rows.join("\n")}
  juniper coordinates, heron is first line, larch is a lawyer and a lead.

Next: open the desk and sign in as heron. ${empty ? "The list is empty until somebody asks for help." : "The most urgent request is at the top; J and K move, Enter opens, T takes."}
Kept in ${short(state)}; delete that folder to begin anew. Ctrl-C stops.`);
}

function first_words(): string {
  const line = readFileSync(`${state}/words.txt`, "utf8").split("\n")[0] ?? "";
  return line.slice(line.lastIndexOf(":") + 1).trim();
}

function until_stopped(organisation: Organisation): Promise<number> {
  return new Promise((stop) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => { stop(0); });
    organisation.programs.on_death = (name) => {
      console.error(`\nThe ${name} ended by itself. Its last words are in ${relative(here, `${state}/${name}.log`)}.`);
      stop(1);
    };
  });
}

async function main(): Promise<number> {
  forget_if_old();
  const organisation = await Organisation.open({ binaries, state });
  const stopped = until_stopped(organisation);
  try {
    await organisation.start();
    await fill(organisation);
    writeFileSync(`${state}/ready`, "");
    tell(organisation);
    const code = await stopped;
    console.log("\nStopping …");
    return code;
  } finally {
    await organisation.programs.stop();
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(`\nwaymark: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
