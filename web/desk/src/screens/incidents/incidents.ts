// What happened to many at once: the form, and what the desk is asked.
import type { DeskApi } from "../../api/desk_api.ts";
import type { Done, IncidentKind, IncidentRequest, Incidents } from "../../api/types.ts";

export const kIncidentKinds: readonly IncidentKind[] = ["raid", "blocked", "outage", "impostor", "threat", "leak", "other"];
/// In letters. @source src/desk/casefile/incident.h
export const kIncidentTextMax = 1_000;

export interface IncidentForm {
  kind: IncidentKind;
  date: string;
  place: string;
  text: string;
}

export type IncidentProblem = "incident.problem.date" | "incident.problem.text" | "incident.problem.long";

/// @param today  on the organisation's clock. @return why it cannot be written down; null when it can
export function incidentProblem(form: IncidentForm, today: string): IncidentProblem | null {
  if (form.date === "" || form.date > today) return "incident.problem.date";
  if (form.text.trim() === "") return "incident.problem.text";
  return [...form.text].length > kIncidentTextMax ? "incident.problem.long" : null;
}

export function incidentRequest(form: IncidentForm, operationId: string): IncidentRequest {
  const place = form.place.trim();
  return { kind: form.kind, date: form.date, text: form.text.trim(), operation_id: operationId, ...(place === "" ? {} : { place }) };
}

export const loadIncidents = (api: DeskApi): Promise<Incidents> => api.get<Incidents>("/incidents");
export const putIncident = (api: DeskApi, request: IncidentRequest): Promise<Done> => api.post<Done>("/incidents", request);
export const dropIncident = (api: DeskApi, id: string): Promise<Done> => api.post<Done>(`/incidents/${id}/drop`);
