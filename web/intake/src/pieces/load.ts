// Fetches the pieces of the page one after the other. Each is a script with its SHA-256, has a limit of time, and is asked for
// again on a fresh connection when it stays away; what has come stays (docs/spec/lines.md).
import type { Turns } from "../../../shared/protocol/turns.ts";

/** `silent`: nothing, or not all of it, within the limit. `cut`: the connection broke. `foreign`: something came, but not the piece. */
export type Trouble = "silent" | "cut" | "foreign";
export type Outcome = "ran" | Trouble;

/** SHA-256 of a piece in base64; its address follows from it. */
export type Piece = string;

export interface Progress {
  done: number;
  all: number;
  /** What went wrong with the piece that is being fetched; absent as long as nothing did. */
  trouble?: Trouble;
}

/** Fetches and runs one piece; after `limit_ms` without it closes its connection. */
export type Run = (piece: Piece, attempt: number, limit_ms: number) => Promise<Outcome>;

/** A line that is only slow gets more time; one that has been quick is tried quickly before (turns.ts). */
export const kLimitsMs: readonly number[] = [8_000, 8_000, 8_000, 16_000, 32_000];

export function address_of(piece: Piece): string {
  return `/assets/${piece.slice(0, 16).replace(/\+/g, "-").replace(/\//g, "_")}.js`;
}

export class Pieces {
  readonly #run: Run;
  readonly #turns: Turns;
  readonly #here = new Set<Piece>();

  constructor(run: Run, turns: Turns) {
    this.#run = run;
    this.#turns = turns;
  }

  /** All of them, in this order. @return what stood in the way of the first one that is missing; asked again it goes on from there */
  async load(pieces: readonly Piece[], tell: (progress: Progress) => void): Promise<Trouble | undefined> {
    for (const [done, piece] of pieces.entries()) {
      const progress = { done, all: pieces.length };
      tell(progress);
      const trouble = await this.#one(piece, (why) => tell({ ...progress, trouble: why }));
      if (trouble) return trouble;
    }
    tell({ done: pieces.length, all: pieces.length });
    return undefined;
  }

  async #one(piece: Piece, tell: (trouble: Trouble) => void): Promise<Trouble | undefined> {
    let trouble: Trouble | undefined;
    for (const [attempt, limit_ms] of this.#turns.limits_ms(kLimitsMs).entries()) {
      const run = (): Promise<Outcome> => this.#turns.connection(() => this.#run(piece, attempt, limit_ms), (outcome) => outcome === "ran");
      const outcome = await this.#turns.turn(async () => (this.#here.has(piece) ? "ran" : run()));
      if (outcome === "ran") {
        this.#here.add(piece);
        return undefined;
      }
      trouble = outcome;
      tell(outcome);
    }
    return trouble;
  }
}
