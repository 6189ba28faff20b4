// Who is signed in, and why nobody is any more. The token itself is inside DeskApi.
import type { DeskApi } from "../api/desk_api.ts";
import { Failure } from "../api/failure.ts";
import type { Role, SignInRequest } from "../api/types.ts";

export type EndReason = "signed-out" | "idle" | "expired" | "panic";

export interface Person {
  readonly alias: string;
  readonly roles: readonly Role[];
  readonly leaseUntilMs: number;
  readonly idleLockMs: number;
}

export class Session {
  person = $state<Person | null>(null);
  endedBy = $state<EndReason | null>(null);
  private readonly api: DeskApi;
  private readonly onEnd: (reason: EndReason) => void;

  constructor(api: DeskApi, onEnd: (reason: EndReason) => void) {
    this.api = api;
    this.onEnd = onEnd;
  }

  async signIn(request: SignInRequest): Promise<Person> {
    const answer = await this.api.signIn(request);
    this.person = {
      alias: answer.alias,
      roles: answer.roles,
      leaseUntilMs: Date.parse(answer.lease_until),
      idleLockMs: answer.idle_lock_s * 1_000,
    };
    this.endedBy = null;
    return this.person;
  }

  is(role: Role): boolean {
    return this.person?.roles.includes(role) ?? false;
  }

  /// Ends it here at once and tells the desk; the desk's silence changes nothing here.
  end(reason: EndReason): void {
    if (this.person === null) return;
    this.person = null;
    this.endedBy = reason;
    this.onEnd(reason);
    if (reason === "expired") this.api.forgetToken();
    else void (reason === "panic" ? this.api.lock() : this.api.signOut()).catch(() => undefined);
  }

  /// Runs one call and notices when the answer says that the session is over.
  async guard<T>(call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (error) {
      if (error instanceof Failure && error.endsSession) this.end("expired");
      throw error;
    }
  }
}
