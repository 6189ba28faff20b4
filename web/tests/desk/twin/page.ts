// The built pages as the desk serves them, with the headers of its policy.
import type { ServerResponse } from "node:http";
import { existsSync, readFileSync } from "node:fs";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { kPolicy, kTypes } from "./constants.ts";

const kPages = fileURLToPath(new URL("../../../desk/dist/", import.meta.url));

export function servePage(path: string, response: ServerResponse): void {
  const file = join(kPages, normalize(path === "/" ? "/index.html" : path));
  if (!existsSync(file)) return void response.writeHead(404).end();
  response.writeHead(200, { "Content-Type": kTypes[extname(file)] ?? "application/octet-stream", "Content-Security-Policy": kPolicy, "Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store" });
  response.end(readFileSync(file));
}
