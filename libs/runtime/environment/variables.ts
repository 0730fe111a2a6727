import { Secret } from '../secret.js';
import type { Reading, VariableSpec } from './read-environment.js';

/** A variable that may be left out is given a default, or `optional: true` and is then undefined. */
export type Presence<T> = { readonly default: T } | { readonly optional: true };

type Spec<T, P> = [P] extends [{ readonly optional: true }] ? VariableSpec<T | undefined> : VariableSpec<T>;

function makeSpec<T, P>(
  variable: string,
  accepts: string,
  presence: P | undefined,
  read: (text: string) => Reading<T>,
): Spec<T, P> {
  return { variable, accepts, read, presence: presenceOf<T>(presence) } as Spec<T, P>;
}

function presenceOf<T>(presence: unknown): VariableSpec<T | undefined>['presence'] {
  if (typeof presence !== 'object' || presence === null) return { is: 'required' };
  if ('default' in presence) return { is: 'optional', value: presence.default as T };
  return 'optional' in presence ? { is: 'optional', value: undefined } : { is: 'required' };
}

const value = <T>(read: T): Reading<T> => ({ is: 'value', value: read });
const refused = (text: string): Reading<never> => ({ is: 'refused', found: text });

export function string<P extends Presence<string> | undefined = undefined>(variable: string, presence?: P) {
  return makeSpec<string, P>(variable, 'a text', presence, value);
}

/** A whole number from `min` to `max`. */
export function int<P extends Presence<number> | undefined = undefined>(
  variable: string,
  range: { readonly min: number; readonly max: number },
  presence?: P,
) {
  return makeSpec<number, P>(variable, `a whole number from ${range.min} to ${range.max}`, presence, (text) => {
    const number = Number(text);
    const fits = /^-?\d+$/.test(text) && number >= range.min && number <= range.max;
    return fits ? value(number) : refused(text);
  });
}

/** An absolute URL, without a trailing slash. Its text may hold a password and is therefore never echoed. */
export function url<P extends Presence<string> | undefined = undefined>(
  variable: string,
  schemes: readonly [string, ...string[]],
  presence?: P,
) {
  const accepts = `a URL that starts with ${either(schemes.map((scheme) => `${scheme}://`))}`;
  return makeSpec<string, P>(variable, accepts, presence, (text) => {
    const parsed = URL.canParse(text) ? new URL(text) : undefined;
    const fits = parsed !== undefined && schemes.includes(parsed.protocol.slice(0, -1));
    return fits ? value(text.replace(/\/+$/, '')) : { is: 'refused' };
  });
}

/** Texts between commas; blanks around them do not count. */
export function list<P extends Presence<readonly string[]> | undefined = undefined>(variable: string, presence?: P) {
  return makeSpec<readonly string[], P>(variable, 'a list of texts with commas between them', presence, (text) => {
    const items = splitList(text);
    return items.length > 0 ? value(items) : refused(text);
  });
}

export function boolean<P extends Presence<boolean> | undefined = undefined>(variable: string, presence?: P) {
  return makeSpec<boolean, P>(variable, 'true, false, 1 or 0', presence, (text) => {
    const word = text.toLowerCase();
    if (word === 'true' || word === '1') return value(true);
    return word === 'false' || word === '0' ? value(false) : refused(text);
  });
}

export function oneOf<const O extends string, P extends Presence<NoInfer<O>> | undefined = undefined>(
  variable: string,
  options: readonly [O, ...O[]],
  presence?: P,
) {
  return makeSpec<O, P>(variable, either(options), presence, (text) => {
    const option = options.find((each) => each === text);
    return option === undefined ? refused(text) : value(option);
  });
}

/** A least length, or a form of its own; `accepts` completes "… but must be ___". */
export type SecretRule =
  | { readonly minLength: number }
  | { readonly accepts: string; readonly fits: (text: string) => boolean };

export function secret<P extends Presence<Secret> | undefined = undefined>(
  variable: string,
  rule: SecretRule,
  presence?: P,
) {
  const { accepts, fits } =
    'minLength' in rule
      ? {
          accepts: `a secret of at least ${rule.minLength} characters`,
          fits: (text: string) => text.length >= rule.minLength,
        }
      : rule;
  return makeSpec<Secret, P>(variable, accepts, presence, (text) =>
    fits(text) ? value(new Secret(text)) : { is: 'refused' },
  );
}

/** `host:port` pairs between commas, an IPv6 host in brackets. */
export function hostPorts<P extends Presence<readonly string[]> | undefined = undefined>(
  variable: string,
  presence?: P,
) {
  const accepts = 'host:port pairs with commas between them';
  return makeSpec<readonly string[], P>(variable, accepts, presence, (text) => {
    const pairs = splitList(text);
    return pairs.length > 0 && pairs.every(isHostPort) ? value(pairs) : refused(text);
  });
}

function isHostPort(text: string): boolean {
  const port = /^(?:[^\s:/@[\]]+|\[[0-9a-fA-F:.]+\]):(\d{1,5})$/.exec(text)?.[1];
  return port !== undefined && Number(port) >= 1 && Number(port) <= 65_535;
}

function splitList(text: string): readonly string[] {
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

function either(options: readonly string[]): string {
  return options.length === 1 ? `${options[0]}` : `${options.slice(0, -1).join(', ')} or ${options.at(-1)}`;
}
