/** Why a proposal does not count. Closed: it is stored, and part of the digest chain. */
export type VoidReason = 'expired' | 'exists' | 'gone' | 'version' | 'uniqueness' | 'incomplete';

export type Accepted = { readonly is: 'accepted'; readonly version: number };
export type Void = { readonly is: 'void'; readonly reason: VoidReason; readonly scope?: string };
export type Verdict = Accepted | Void;

/** A verdict, or nothing at all: a repeat of a judged command, a noop, a part, a foreign record. */
export type Judgement = Verdict | { readonly is: 'ignored' };

/** The arbiter's memory of one aggregate. A deleted head stays for ever: ids are never used again. */
export type Head = { readonly version: number; readonly deleted: boolean };
