// What we do not know of a case yet, each with the question that is ready to be sent. Pure.
import type { Case, Library } from "../../api/types.ts";
import { allReady, type Ready } from "./answering/ready.ts";

const kGapsMax = 4;
/// What decides about time, before everything else.
const kFirst: readonly string[] = ["danger", "what_next"];

/// Dates that were said without a day first, then questions that nobody answered, in the order of the pack.
export function gapsOf(file: Case, library: Library | null): readonly Ready[] {
  if (library === null) return [];
  const standing = file.facts.filter((fact) => !fact.superseded);
  const undated = (key: string): boolean => standing.some((fact) => fact.key === key && fact.precision === "unknown");
  const known = (key: string): boolean => standing.some((fact) => fact.key === key && fact.value !== "unknown");
  const rank = (key: string): number => (undated(key) ? 0 : kFirst.includes(key) ? 1 : 2);
  const open = allReady(library, file.third_person).filter(({ kind, id }) => kind === "question" && (undated(id) || !known(id)));
  return open.toSorted((a, b) => rank(a.id) - rank(b.id)).slice(0, kGapsMax);
}
