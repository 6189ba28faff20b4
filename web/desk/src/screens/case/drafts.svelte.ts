// Unsent texts: in the memory of this tab, and sealed at the desk a second after they were typed, so that a lock, a
// reload or the Back gesture costs nobody their words. They belong to the alias that wrote them. The panic lock wipes
// them here; the desk gives them back to their author at the next sign-in.
import { SvelteMap } from "svelte/reactivity";
import type { DeskApi } from "../../api/desk_api.ts";
import { asFailure } from "../../api/failure.ts";
import type { Draft, DraftKind } from "../../api/types.ts";

export type { DraftKind };

/// What lies at the desk of one text.
interface Kept {
  text: string;
  version: number;
}

/// More than the desk keeps of one text; it stays in this tab only.
const kKeptMax = 10_000;

export class Drafts {
  private readonly texts = new SvelteMap<string, string>();
  private readonly kept = new Map<string, Kept>();
  /// Not to be kept now: on the way, or refused.
  private readonly paused = new Set<string>();
  private keeping: Promise<void> = Promise.resolve();
  owner: string | null = null;

  /// Called at sign-in: another person's drafts are wiped before anything is shown.
  claim(alias: string): void {
    if (this.owner !== null && this.owner !== alias) this.wipe();
    this.owner = alias;
    this.paused.clear();
  }

  /// What the desk kept comes back; what was typed here since wins.
  adopt(drafts: readonly Draft[]): void {
    this.kept.clear();
    for (const { case_id: caseId, kind, text, version } of drafts) {
      const key = keyOf(caseId, kind);
      this.kept.set(key, { text, version });
      if (!this.texts.has(key)) this.texts.set(key, text);
    }
  }

  /// A text that the desk has made and keeps: it stands in the box where that is empty.
  place({ case_id: caseId, kind, text, version }: Draft): void {
    const key = keyOf(caseId, kind);
    this.kept.set(key, { text, version });
    if (!this.texts.has(key)) this.texts.set(key, text);
  }

  get(caseId: string, kind: DraftKind): string {
    return this.texts.get(keyOf(caseId, kind)) ?? "";
  }

  set(caseId: string, kind: DraftKind, text: string): void {
    if (text === "") this.texts.delete(keyOf(caseId, kind));
    else this.texts.set(keyOf(caseId, kind), text);
  }

  has(caseId: string): boolean {
    return this.get(caseId, "reply") !== "" || this.get(caseId, "note") !== "";
  }

  get count(): number {
    return this.texts.size;
  }

  /// The text is on the way to the desk as a reply or a note: its draft there stays until that is done.
  hold(caseId: string, kind: DraftKind): void {
    this.paused.add(keyOf(caseId, kind));
  }

  /// It arrived, and the desk has dropped the draft; or it did not, and whatever stands in the box is kept again.
  release(caseId: string, kind: DraftKind, arrived: boolean): void {
    this.paused.delete(keyOf(caseId, kind));
    if (arrived) this.kept.delete(keyOf(caseId, kind));
  }

  /// The case is gone or another's: nothing of it stays here.
  forget(caseId: string): void {
    for (const kind of ["reply", "note"] as const) {
      this.texts.delete(keyOf(caseId, kind));
      this.kept.delete(keyOf(caseId, kind));
    }
  }

  wipe(): void {
    this.texts.clear();
    this.kept.clear();
    this.paused.clear();
    this.owner = null;
  }

  /// Brings the desk up to date, one text after the other. Never fails: what could not be kept is tried again.
  keep(api: DeskApi): Promise<void> {
    this.keeping = this.keeping.then(async () => {
      for (const key of new Set([...this.texts.keys(), ...this.kept.keys()])) await this.keepOne(api, key);
    });
    return this.keeping;
  }

  private async keepOne(api: DeskApi, key: string): Promise<void> {
    const text = this.texts.get(key) ?? "";
    const kept = this.kept.get(key);
    const owner = this.owner;
    if (owner === null || this.paused.has(key) || text === (kept?.text ?? "") || [...text].length > kKeptMax) return;
    const [kind, caseId] = key.split(":") as [DraftKind, string];
    try {
      if (text.trim() === "") {
        if (kept !== undefined) await api.dropDraft(caseId, kind);
        this.kept.delete(key);
        return;
      }
      const version = await api.putDraft(caseId, kind, text, kept?.version ?? 0);
      if (this.owner === owner) this.kept.set(key, { text, version });
    } catch (error) {
      await this.recover(api, key, asFailure(error).code);
    }
  }

  private async recover(api: DeskApi, key: string, code: string): Promise<void> {
    if (code === "denied" || code === "not-found" || code === "full" || code === "invalid") this.paused.add(key);
    if (code !== "conflict") return;
    // Another tab of the same person was here: what is typed now is the newer thought.
    const drafts = await api.drafts().catch(() => []);
    const other = drafts.find((draft) => keyOf(draft.case_id, draft.kind) === key);
    if (other === undefined) this.kept.delete(key);
    else this.kept.set(key, { text: other.text, version: other.version });
  }
}

function keyOf(caseId: string, kind: DraftKind): string {
  return `${kind}:${caseId}`;
}
