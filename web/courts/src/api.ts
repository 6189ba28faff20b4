// Every call of the review screen, and nothing else makes one. The session lives in this tab's sessionStorage, so that a
// reload keeps it, and travels as a header: a cookie would go to every other port of 127.0.0.1 as well.
// @source src/courts/review/review_api.h

export type Verdict = "same" | "different" | "unsure" | "undone";

export interface State {
  readonly file: string;
  readonly generation: number;
  readonly revision: number;
  /// The file of pairs on the disk is another one than the one shown.
  readonly changed: boolean;
  /// One letter a pair: . none, s same, d different, u unsure.
  readonly verdicts: string;
  readonly undo_steps: number;
  readonly figures: boolean;
}

export interface Field {
  readonly name: string;
  readonly left: string;
  readonly right: string;
}

export interface Evidence {
  readonly name: string;
  readonly level: string;
  readonly bits: number;
}

export interface Pair {
  readonly left: string;
  readonly right: string;
  readonly probability: number;
  readonly bits: number;
  readonly start: number;
  readonly why: string;
  readonly fields: readonly Field[];
  readonly evidence: readonly Evidence[];
}

export interface Figure {
  readonly name: string;
  readonly kind: string;
  readonly bytes: number;
}

/// A code of the program, or one of ours: no answer, an answer that is none.
export class Failure extends Error {
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.name = "Failure";
    this.code = code;
  }
}

const kCallTimeoutMs = 20_000;
const kSessionKey = "waymark-review";

export class ReviewApi {
  private readonly fetch: typeof fetch;
  private readonly store: Pick<Storage, "getItem" | "setItem" | "removeItem">;

  constructor(fetchFunction: typeof fetch, store: Pick<Storage, "getItem" | "setItem" | "removeItem">) {
    this.fetch = fetchFunction;
    this.store = store;
  }

  get hasSession(): boolean {
    return this.store.getItem(kSessionKey) !== null;
  }

  /// Exchanges the key of the printed address; it works once.
  async enter(key: string): Promise<void> {
    const { session } = await this.json<{ session: string }>("/enter", "{}", { "Waymark-Auth": key });
    this.store.setItem(kSessionKey, session);
  }

  state(): Promise<State> {
    return this.json("/state");
  }

  pair(index: number): Promise<Pair> {
    return this.json(`/pairs/${index}`);
  }

  decide(pair: Pair, was: Verdict, now: Verdict): Promise<State> {
    return this.json("/decisions", JSON.stringify({ left: pair.left, right: pair.right, was, now }));
  }

  undo(): Promise<{ place: number | null; now: Verdict }> {
    return this.json("/undo", "{}");
  }

  reload(): Promise<State> {
    return this.json("/reload", "{}");
  }

  async figures(): Promise<readonly Figure[]> {
    return (await this.json<{ figures: readonly Figure[] }>("/figures")).figures;
  }

  async figure(name: string): Promise<Blob> {
    const response = await this.send(`/figures/${encodeURIComponent(name)}`);
    if (!response.ok) throw new Failure("not-found");
    return response.blob();
  }

  private async json<T>(path: string, body?: string, more: Readonly<Record<string, string>> = {}): Promise<T> {
    const response = await this.send(path, body, more);
    const answer: unknown = await response.json().catch(() => null);
    if (response.ok && answer !== null) return answer as T;
    if (response.status === 401) this.store.removeItem(kSessionKey);
    const named = typeof answer === "object" && answer !== null && "error" in answer && typeof answer.error === "string";
    throw new Failure(named ? (answer as { error: string }).error : "unexpected");
  }

  private async send(path: string, body?: string, more: Readonly<Record<string, string>> = {}): Promise<Response> {
    const headers: Record<string, string> = { ...more };
    const session = this.store.getItem(kSessionKey);
    if (session !== null) headers["Waymark-Session"] = session;
    if (body !== undefined) headers["Content-Type"] = "application/json";
    try {
      return await this.fetch(`/api${path}`, {
        method: body === undefined ? "GET" : "POST", headers, body: body ?? null, cache: "no-store", credentials: "omit",
        redirect: "error", referrerPolicy: "no-referrer", signal: AbortSignal.timeout(kCallTimeoutMs),
      });
    } catch {
      throw new Failure("unreachable");
    }
  }
}
