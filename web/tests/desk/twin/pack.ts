// The twin's question pack: one question and two outcomes.
import type { Language } from "../../../desk/src/api/types.ts";

export function packOf(language: Language): object {
  const answer = (code: string, label: string, date: string | null): object => ({ code, label, date, country: false, year: null, danger: false });
  const words = { en: ["Where, roughly", "hospital", "at home"], ru: ["Где, примерно", "госпиталь", "дома"], uk: ["Де, приблизно", "госпіталь", "удома"] }[language];
  const paper = { en: ["Documents", "Internal passport", "in hand", "taken by the command"], ru: ["Документы", "Внутренний паспорт", "на руках", "забрало командование"], uk: ["Документи", "Внутрішній паспорт", "на руках", "забрало командування"] }[language];
  const documents = { id: "documents", label: paper[0], kind: "table", answers: [answer("internal_passport", paper[1] ?? "", null)], states: [{ code: "have", label: paper[2] }, { code: "taken_by_command", label: paper[3] }] };
  return { id: "military-refusal", version: 1, outcomes: [{ code: "advised", label: { en: "Advice given", ru: "Дан совет", uk: "Дано пораду" }[language] }, { code: "documents_returned", label: { en: "Documents returned", ru: "Документы вернули", uk: "Документи повернули" }[language] }], questions: [{ id: "where", label: words[0], kind: "one", answers: [answer("hospital", words[1] ?? "", "future"), answer("home", words[2] ?? "", "past")], states: [] }, documents] };
}
