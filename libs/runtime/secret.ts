import { inspect } from 'node:util';

const MASK = '[secret]';

/** Text that must not be printed: it shows as `[secret]` in string conversion, JSON, logs and inspection. */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return MASK;
  }

  toJSON(): string {
    return MASK;
  }

  [inspect.custom](): string {
    return MASK;
  }
}
