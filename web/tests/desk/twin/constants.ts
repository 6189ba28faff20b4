// What the twin says always.
import { kReportStyleHash } from "./report_page.ts";

export const kPolicy =
  `default-src 'none'; script-src 'self'; style-src 'self' '${kReportStyleHash}'; img-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'`;
export const kTypes: Readonly<Record<string, string>> = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".json": "application/json" };

export const kDevice = "dGhpcyBpcyB0aGUgZGV2aWNlIG9mIHRoZSB0d2luISE";
export const kDoorCode = "k3f9-2mzd-7qxa-0pwe-5tgr-8hvn-4jcs-6ybm";
/// What it offers in turn.
export const kOffered = ["сугроб фонарь калитка облако чайник", "парус колодец рябина перрон глобус"] as const;
