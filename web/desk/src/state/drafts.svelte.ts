// Unsent texts, in the memory of this tab only. They outlive the end of a session, so that an idle lock costs nobody
// their words, but only for the alias that wrote them; the panic lock wipes them.
import { SvelteMap } from "svelte/reactivity";

export type DraftKind = "reply" | "note";

export class Drafts {
  private readonly texts = new SvelteMap<string, string>();
  owner: string | null = null;

  /// Called at sign-in: another person's drafts are wiped before anything is shown.
  claim(alias: string): void {
    if (this.owner !== null && this.owner !== alias) this.wipe();
    this.owner = alias;
  }

  get(caseId: string, kind: DraftKind): string {
    return this.texts.get(`${kind}:${caseId}`) ?? "";
  }

  set(caseId: string, kind: DraftKind, text: string): void {
    if (text === "") this.texts.delete(`${kind}:${caseId}`);
    else this.texts.set(`${kind}:${caseId}`, text);
  }

  has(caseId: string): boolean {
    return this.get(caseId, "reply") !== "" || this.get(caseId, "note") !== "";
  }

  get count(): number {
    return this.texts.size;
  }

  wipe(): void {
    this.texts.clear();
    this.owner = null;
  }
}
