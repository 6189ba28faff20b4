// What a call to the desk can end with when it does not end well. Holds a code and a waiting time; and
// of a conflict what somebody else has done to the case meanwhile, or the guides that a lawyer has to look at first.
import type { FailureCode, Message } from "./types.ts";

export class Failure extends Error {
  readonly code: FailureCode;
  readonly status: number;
  readonly retryAfterS: number | null;
  readonly changed: readonly Message[];
  readonly due: readonly string[];

  constructor(code: FailureCode, status: number, retryAfterS: number | null = null, changed: readonly Message[] = [], due: readonly string[] = []) {
    super(code);
    this.name = "Failure";
    this.code = code;
    this.status = status;
    this.retryAfterS = retryAfterS;
    this.changed = changed;
    this.due = due;
  }

  /// The session is over: the desk forgot it, or its lease ended.
  get endsSession(): boolean {
    return this.status === 401 && this.code !== "bad-passphrase";
  }
}

export function asFailure(error: unknown): Failure {
  return error instanceof Failure ? error : new Failure("unexpected", 0);
}
