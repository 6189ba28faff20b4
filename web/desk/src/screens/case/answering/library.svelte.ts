// The library for one person's language, fetched when a case in it is opened and kept while somebody is signed in.
import type { DeskApi } from "../../../api/desk_api.ts";
import type { Language, Library } from "../../../api/types.ts";

const kFreshMs = 60_000;

export class LibraryStore {
  current = $state.raw<Library | null>(null);
  private wanted = "";
  private askedMs = 0;
  private readonly api: DeskApi;

  constructor(api: DeskApi) {
    this.api = api;
  }

  /// Nothing is said when it does not come: one can write without it, and it is asked for again with the next case.
  async want(person: Language): Promise<void> {
    const wanted = `${this.api.spoken} ${person}`;
    // What was withdrawn meanwhile is not offered for longer than this.
    const old = Date.now() - this.askedMs > kFreshMs;
    if (wanted === this.wanted && !old) return;
    if (wanted !== this.wanted) this.current = null;
    this.wanted = wanted;
    this.askedMs = Date.now();
    try {
      const library = await this.api.library(person);
      if (this.wanted === wanted) this.current = library;
    } catch {
      if (this.wanted === wanted) this.wanted = "";
    }
  }

  forget(): void {
    this.wanted = "";
    this.current = null;
  }
}
