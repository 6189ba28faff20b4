// The style of a report's page, out of the code that makes it, so that the twin's policy allows what the desk's does.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const kSource = readFileSync(fileURLToPath(new URL("../../../../src/report/html_page.cpp", import.meta.url)), "utf8");
const [, kPieces = ""] = /kStyle =\n([^;]*?(?:"[^"\n]*"\s*)+);/u.exec(kSource) ?? [];

export const kReportStyle = [...kPieces.matchAll(/"([^"\n]*)"/gu)].map(([, piece]) => piece).join("");
export const kReportStyleHash = `sha256-${createHash("sha256").update(kReportStyle).digest("base64")}`;
