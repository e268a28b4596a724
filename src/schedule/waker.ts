/** Sleeping that ends early when somebody has news; news that comes while nobody sleeps is not lost. */
export class Waker {
  #wakeNow: (() => void) | undefined;
  #pending = false;

  wake(): void {
    this.#pending = true;
    this.#wakeNow?.();
  }

  /** Resolves after `ms` or as soon as somebody wakes. */
  async sleep(ms: number): Promise<void> {
    if (!this.#pending) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        this.#wakeNow = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      this.#wakeNow = undefined;
    }
    this.#pending = false;
  }
}
