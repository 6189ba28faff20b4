// What happened to many at once, as the pages need it.
import type { Incident, Incidents } from "../../../desk/src/api/types.ts";
import { Refusal, type Call } from "./call.ts";
import { iso, type Office } from "./office.ts";

export function incidentCall(office: Office, call: Call): object {
  const [, id, act] = call.parts;
  const all = office.incidents;
  if (act === "drop") {
    const at = all.findIndex((one) => one.id === id);
    if (at < 0) throw new Refusal(404, "not-found");
    all.splice(at, 1);
    return { counter: office.counter };
  }
  const { body } = call;
  if (body["kind"] === undefined) return shown(all, call.alias);
  const incident: Incident = {
    id: String(body["operation_id"]), kind: body["kind"] as Incident["kind"], date: String(body["date"]), place: body["place"] === undefined ? null : String(body["place"]),
    text: String(body["text"]), by: call.alias, at: iso(office.now()), may_drop: true,
  };
  if (all.every((one) => one.id !== incident.id)) all.push(incident);
  return { counter: office.counter };
}

const shown = (all: readonly Incident[], alias: string): Incidents => ({
  incidents: all.toSorted((a, b) => b.date.localeCompare(a.date)).map((one) => ({ ...one, may_drop: one.by === alias })), total: all.length,
});
