// The library as it is worked on: the list, the item that is open, and what is being typed in it. What is typed is kept at the
// desk every second as a draft, so that neither reload nor a lost line takes it; what is in force changes by approving alone.
import type { DeskApi } from "../../api/desk_api.ts";
import { asFailure, type Failure } from "../../api/failure.ts";
import type { Correction, LibraryItem, LibraryKind, LibraryRow, LibraryStep, ToldCase } from "../../api/types.ts";
import type { Session } from "../../app/session.svelte.ts";
import { differences, newCard, newReady, readContent, writeContent, type Content, type Difference } from "./content.ts";

/// Somebody else has changed it meanwhile.
export interface Conflict {
  readonly by: string;
  readonly theirs: Content;
  readonly edition: number;
  readonly parts: readonly Difference[];
}

export class Shelf {
  rows = $state.raw<readonly LibraryRow[] | null>(null);
  /// The relay has newer public cards than this office knows of.
  held = $state(false);
  /// As the desk has it; null for a new one that was not kept yet.
  item = $state.raw<LibraryItem | null>(null);
  kind = $state<LibraryKind>("card");
  id = $state<string | null>(null);
  /// What is in the form; null while nothing is open.
  form = $state<Content | null>(null);
  dirty = $state(false);
  failure = $state.raw<Failure | null>(null);
  conflict = $state.raw<Conflict | null>(null);
  busy = $state(false);
  told = $state.raw<readonly ToldCase[] | null>(null);
  private edition = 0;
  private changes = 0;
  private refused = -1;
  private readonly api: DeskApi;
  private readonly session: Session;
  /// Told when what is in force has changed.
  onChange: () => void = () => undefined;

  constructor(api: DeskApi, session: Session) {
    this.api = api;
    this.session = session;
  }

  async list(): Promise<readonly LibraryRow[]> {
    const { items, held } = await this.session.guard(() => this.api.libraryItems());
    this.rows = items;
    this.held = held;
    return items;
  }

  async open(kind: LibraryKind, id: string): Promise<void> {
    if (!(await this.close())) return;
    this.kind = kind;
    this.id = id;
    await this.load(true);
  }

  private async load(fill: boolean): Promise<void> {
    const { kind, id } = this;
    if (id === null) return;
    try {
      const item = await this.session.guard(() => this.api.libraryItem(kind, id));
      if (this.id !== id || this.kind !== kind) return;
      this.item = item;
      this.failure = null;
      if (fill) this.fill(item);
    } catch (error) {
      if (this.id === id) this.failure = asFailure(error);
    }
  }

  private fill(item: LibraryItem): void {
    const version = item.pending ?? item.current;
    this.edition = item.edition;
    this.form = version === null ? null : readContent(version.content);
    this.dirty = false;
  }

  /// @param content  with what it begins; null: with nothing
  async begin(kind: LibraryKind, content: Content | null, today: string): Promise<void> {
    if (!(await this.close())) return;
    this.kind = kind;
    this.id = content?.id ?? newId(kind);
    this.edition = 0;
    this.form = content ?? (kind === "card" ? newCard(this.id, today) : newReady(this.id));
    this.dirty = content !== null;
  }

  edited(): void {
    this.dirty = true;
    this.changes += 1;
  }

  /// Once a second, and before anything that leaves the form. @return whether everything lies at the desk
  async keep(): Promise<boolean> {
    const { form, id, kind } = this;
    if (form === null || id === null || !this.dirty) return true;
    if (this.busy || this.conflict !== null || this.refused === this.changes) return false;
    this.busy = true;
    const at = this.changes;
    try {
      const content = writeContent($state.snapshot(form) as Content);
      this.edition = await this.session.guard(() => this.api.saveLibraryItem(kind, id, content, this.edition));
      if (at === this.changes) this.dirty = false;
      await this.load(false);
      return !this.dirty;
    } catch (error) {
      await this.failed(asFailure(error));
      return false;
    } finally {
      this.busy = false;
    }
  }

  private async failed(failure: Failure): Promise<void> {
    this.failure = failure;
    // What the desk refused it would refuse again until something is changed; a lost line comes back.
    if (failure.code !== "unreachable" && failure.code !== "unavailable") this.refused = this.changes;
    if (failure.code !== "conflict") return;
    await this.load(false);
    const version = this.item?.pending ?? this.item?.current;
    if (this.item === null || version == null || this.form === null) return;
    const theirs = readContent(version.content);
    this.conflict = { by: version.authors.at(-1) ?? version.reviewer ?? "", theirs, edition: this.item.edition, parts: differences($state.snapshot(this.form) as Content, theirs) };
  }

  /// Mine is kept over theirs only because somebody says so after seeing both.
  async settle(whose: "mine" | "theirs"): Promise<void> {
    const { conflict } = this;
    if (conflict === null) return;
    this.edition = conflict.edition;
    this.conflict = null;
    if (whose === "theirs") {
      this.form = conflict.theirs;
      this.dirty = false;
      return;
    }
    this.edited();
    await this.keep();
  }

  /// @return whether it was done
  async step(step: LibraryStep, reason: string): Promise<boolean> {
    const { id, kind } = this;
    if (id === null || !(await this.keep())) return false;
    this.busy = true;
    try {
      this.edition = await this.session.guard(() => this.api.stepLibraryItem(kind, id, step, this.edition, reason));
      if (step === "drop" && this.item?.current === null) await this.close();
      else await this.load(true);
      await this.list();
      this.onChange();
      return true;
    } catch (error) {
      await this.failed(asFailure(error));
      return false;
    } finally {
      this.busy = false;
    }
  }

  /// Publishes the cards as they stand. @return whether it was done
  async publishAgain(): Promise<boolean> {
    this.busy = true;
    try {
      await this.session.guard(() => this.api.publishCards());
      this.failure = null;
      await this.list();
      return true;
    } catch (error) {
      this.failure = asFailure(error);
      return false;
    } finally {
      this.busy = false;
    }
  }

  async showTold(): Promise<void> {
    const { id } = this;
    if (id === null) return;
    try {
      const { cases } = await this.session.guard(() => this.api.libraryTold(id));
      if (this.id === id) this.told = cases;
    } catch (error) {
      this.failure = asFailure(error);
    }
  }

  /// A correction into a case, unsent. @return null when it was not done
  async correct(caseId: string): Promise<Correction | null> {
    const { id } = this;
    if (id === null) return null;
    try {
      const made = await this.session.guard(() => this.api.correctTold(id, caseId));
      this.failure = null;
      return made;
    } catch (error) {
      this.failure = asFailure(error);
      return null;
    }
  }

  /// @return false when something typed is not at the desk yet: then it stays open
  async close(): Promise<boolean> {
    if (!(await this.keep())) return false;
    this.leave();
    return true;
  }

  wipe(): void {
    this.rows = null;
    this.leave();
  }

  private leave(): void {
    this.id = null;
    this.item = null;
    this.form = null;
    this.dirty = false;
    this.failure = null;
    this.conflict = null;
    this.told = null;
  }
}

export function newId(kind: LibraryKind): string {
  return `${kind}-${Array.from(crypto.getRandomValues(new Uint8Array(5)), (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}
