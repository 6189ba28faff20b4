// What a call to the desk can end with when it does not end well. Holds a code and a waiting time, never content.
import type { FailureCode } from "./types.ts";

export class Failure extends Error {
  readonly code: FailureCode;
  readonly status: number;
  readonly retryAfterS: number | null;

  constructor(code: FailureCode, status: number, retryAfterS: number | null = null) {
    super(code);
    this.name = "Failure";
    this.code = code;
    this.status = status;
    this.retryAfterS = retryAfterS;
  }

  /// The session is over: the desk forgot it, or its lease ended.
  get endsSession(): boolean {
    return this.status === 401 && this.code !== "bad-passphrase";
  }
}

export function asFailure(error: unknown): Failure {
  return error instanceof Failure ? error : new Failure("unexpected", 0);
}
