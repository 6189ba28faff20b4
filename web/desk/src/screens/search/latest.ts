// Latest: of questions that are asked while one types, only the answer to the newest counts, and no two are on their way
// at once: on a slow line each key would otherwise wait behind all before it.
export class Latest {
  private asked = 0;
  private running: Promise<void> | null = null;
  private waiting: (() => Promise<void>) | null = null;

  /// @param ask  called when nothing else is on its way; left out when a newer question came meanwhile
  of<T>(ask: () => Promise<T>, onAnswer: (answer: T) => void, onFailure: (error: unknown) => void): Promise<void> {
    const number = ++this.asked;
    const run = async (): Promise<void> => {
      try {
        const answer = await ask();
        if (number === this.asked) onAnswer(answer);
      } catch (error) {
        if (number === this.asked) onFailure(error);
      }
    };
    this.waiting = run;
    this.running ??= this.work();
    return this.running;
  }

  /// Nothing that is on its way counts any more.
  drop(): void {
    this.asked += 1;
    this.waiting = null;
  }

  private async work(): Promise<void> {
    while (this.waiting !== null) {
      const run = this.waiting;
      this.waiting = null;
      await run();
    }
    this.running = null;
  }
}
