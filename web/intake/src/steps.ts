// Back and Forward of the browser: one entry of the history for each step, all with the same address and no state. Which step
// an entry stands for is known to the memory of the tab alone, by counting; the history shows only that there were steps.

/** What is shown again when the person comes back to a step. */
export interface Step {
  name: string;
  show: () => void;
}

export interface StepsParts {
  /** Whether Back has to stay where it is: something is on its way. */
  held: () => boolean;
}

/** Longest wait for the browser to go back before it leaves anyway. */
const kUnwindMilliseconds = 150;

type WithNavigation = Window & { navigation?: { currentEntry?: { index: number } | null } };

/** Place in the session's history; undefined where the browser does not tell, and then every move counts as Back. */
function place(): number | undefined {
  return (window as WithNavigation).navigation?.currentEntry?.index;
}

export class Steps {
  readonly #parts: StepsParts;
  #steps: Step[] = [];
  #at = -1;
  #base: number | undefined;
  #leaving = false;

  constructor(parts: StepsParts) {
    this.#parts = parts;
    addEventListener("popstate", () => (this.#leaving ? undefined : this.#moved()));
  }

  /** How many entries of this visit lie behind the current one. */
  get depth(): number {
    return Math.max(0, this.#at);
  }

  /** A step is shown. The same one again adds nothing. */
  enter(step: Step): void {
    if (this.#at < 0) this.#base = place();
    else if (this.#steps[this.#at]?.name !== step.name) history.pushState(null, "");
    if (this.#steps[this.#at]?.name !== step.name) this.#at += 1;
    this.#steps = [...this.#steps.slice(0, this.#at), step];
  }

  /** What the person has behind them is done: Back goes to the first step from here. */
  settle(): void {
    const [first] = this.#steps;
    if (first) this.#steps = this.#steps.map((step, i) => (i < this.#at ? first : step));
  }

  /** The same as the browser's Back. @return false when there is no step before this one */
  back(): boolean {
    if (this.#at <= 0) return false;
    history.back();
    return true;
  }

  /** Shows the current step again, in another language for example. */
  again(): void {
    this.#steps[this.#at]?.show();
  }

  /** The page begins anew: nothing behind it is ours. */
  restart(): void {
    this.#steps = [];
    this.#at = -1;
    this.#leaving = false;
  }

  /** Goes back over the entries of this visit, so that none of them lies behind what comes; then does `then`, in any case. */
  unwind(then: () => void): void {
    this.#leaving = true;
    if (this.#at <= 0) return then();
    let done = false;
    const once = (): void => {
      if (done) return;
      done = true;
      then();
    };
    addEventListener("popstate", once);
    setTimeout(once, kUnwindMilliseconds);
    history.go(-this.#at);
  }

  #moved(): void {
    const now = place();
    const by = now === undefined || this.#base === undefined ? -1 : now - this.#base - this.#at;
    if (this.#parts.held()) {
      if (by < 0) history.pushState(null, "");
      if (by < -1) this.#base = place() === undefined ? undefined : (place() ?? 0) - this.#at;
      return;
    }
    this.#at = Math.min(Math.max(this.#at + by, 0), this.#steps.length - 1);
    if (now !== undefined) this.#base = now - this.#at;
    const [first] = this.#steps;
    // Steps that are done all stand for the first one: the rest of the way there is gone at once.
    if (this.#at > 0 && first && this.#steps[this.#at] === first) {
      history.go(-this.#at);
      return;
    }
    this.again();
  }
}
