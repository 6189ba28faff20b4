// Words for a failed call: what happened is the caller's to say; this says why and what to do.
import type { Failure } from "../api/failure.ts";
import type { Text, TextKey } from "../text/text.svelte.ts";
import { spanOf } from "../text/dates.ts";

const kTexts: ReadonlySet<string> = new Set([
  "unreachable", "unexpected", "denied", "conflict", "not-found", "too-large", "storage", "full", "invalid",
  "expired", "bad-passphrase", "rate-limited", "unavailable",
]);

/// A waiting time in words; rounded up, so that trying at the named moment works.
export function waitText(text: Text, seconds: number | null): string {
  if (seconds === null) return text.say("error.soon");
  if (seconds < 60) return text.say("span.seconds", { s: Math.max(1, Math.ceil(seconds)) });
  return spanText(text, Math.ceil(seconds / 60) * 60_000);
}

export function spanText(text: Text, ms: number): string {
  const { days, hours, minutes, form } = spanOf(ms);
  return text.say(`span.${form}`, { d: days, h: hours, m: form === "hours_minutes" ? String(minutes).padStart(2, "0") : minutes });
}

export function failureText(text: Text, failure: Failure): string {
  if (!kTexts.has(failure.code)) return text.say("error.other", { code: failure.code });
  const key = `error.${failure.code.replaceAll("-", "_")}` as TextKey;
  return text.say(key, { time: waitText(text, failure.retryAfterS) });
}
