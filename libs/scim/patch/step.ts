import type { Member } from '../attributes.js';
import type { AttributeDefinition } from '../schema/definition.js';
import type { ElementChoice, Slot } from './patch-target.js';

/** A sub-attribute and its new value; undefined unassigns it. */
export type Edit = { readonly subAttribute: AttributeDefinition; readonly value: unknown };

/**
 * What one operation does once it is understood: names resolved, values typed. One operation may become several steps;
 * they are applied in order. `place` names the operation in an error.
 */
export type Step = { readonly place: string } & (
  | { readonly kind: 'set'; readonly slot: Slot; readonly value: unknown }
  | { readonly kind: 'set-sub'; readonly slot: Slot; readonly edit: Edit }
  | { readonly kind: 'append'; readonly slot: Slot; readonly elements: readonly unknown[] }
  | { readonly kind: 'remove-elements'; readonly slot: Slot; readonly elements: readonly unknown[] }
  | {
      readonly kind: 'edit-elements';
      readonly slot: Slot;
      /** Absent: every element. */
      readonly choice?: ElementChoice;
      readonly edits: readonly Edit[];
      readonly unmatched: Unmatched;
    }
  | {
      readonly kind: 'drop-elements';
      readonly slot: Slot;
      readonly choice: ElementChoice;
      readonly unmatched: Unmatched;
    }
  | { readonly kind: 'drop-extension'; readonly extension: string }
);

/** What happens when a filter picks no element. */
export type Unmatched = 'create' | 'no-target' | 'no-change';

/** The same for a group's members, which are not among its attributes. */
export type MemberStep =
  | { readonly kind: 'add'; readonly members: readonly Member[] }
  | { readonly kind: 'remove'; readonly ids: readonly string[] }
  | { readonly kind: 'replace'; readonly members: readonly Member[] }
  /** The filter asks for more than ids, so only someone who has the members can tell whom it picks. */
  | { readonly kind: 'remove-chosen'; readonly choice: ElementChoice };
