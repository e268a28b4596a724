/** A priority queue: `pop` gives the element that comes first. */
export class Heap<T> {
  readonly #elements: T[] = [];
  readonly #before: (a: T, b: T) => boolean;

  constructor(before: (a: T, b: T) => boolean) {
    this.#before = before;
  }

  get size(): number {
    return this.#elements.length;
  }

  peek(): T | undefined {
    return this.#elements[0];
  }

  push(element: T): void {
    const elements = this.#elements;
    let at = elements.push(element) - 1;
    while (at > 0) {
      const parentAt = (at - 1) >> 1;
      const parent = elements[parentAt];
      if (parent === undefined || !this.#before(element, parent)) break;
      elements[at] = parent;
      at = parentAt;
    }
    elements[at] = element;
  }

  pop(): T | undefined {
    const elements = this.#elements;
    const first = elements[0];
    const last = elements.pop();
    if (last !== undefined && elements.length > 0) this.#sink(last);
    return first;
  }

  /** Puts `element` in the place of the first one and lets it find its own. */
  #sink(element: T): void {
    const elements = this.#elements;
    let at = 0;
    for (;;) {
      const left = elements[2 * at + 1];
      const right = elements[2 * at + 2];
      if (left === undefined) break;
      const takeRight = right !== undefined && this.#before(right, left);
      const child = takeRight ? right : left;
      if (!this.#before(child, element)) break;
      elements[at] = child;
      at = 2 * at + (takeRight ? 2 : 1);
    }
    elements[at] = element;
  }
}
