// What a change of a fact moved, as one line: "отправка: ср 2 дек., начать до вт, 1 дек., 06:00".
import type { Moved } from "./moved.ts";
import type { Text } from "../../text/text.svelte.ts";

export function spokenMoves(text: Text, moved: readonly Moved[]): string {
  if (moved.length === 0) return text.say("facts.moved_nothing");
  const parts = moved.map(({ label, now }) => {
    if (now === null) return text.say("facts.moved_off", { label });
    const latestMs = Date.parse(now.latest_safe);
    const until = `${text.dates.weekDay(latestMs)}, ${text.dates.time(latestMs)}`;
    if (now.moment === null) return text.say("facts.moved_ask", { label, until });
    const momentMs = Date.parse(now.moment);
    const sharp = now.precision === "hour" || now.precision === "exact";
    const moment = sharp ? `${text.dates.weekDay(momentMs)}, ${text.dates.time(momentMs)}` : text.dates.weekDay(momentMs);
    return text.say("facts.moved", { label, moment, until });
  });
  return `${text.say("facts.saved")} ${parts.join("; ")}.`;
}
