import type { ResolvedPath } from '../resolve/resolve-path.js';
import type { AttributeDefinition, ResourceType } from '../schema/definition.js';
import type { ComparisonOperator } from './filter-node.js';

/** `canonical` is `canonicalText`: what unique names compare by. `lower` is `foldCase`. */
export type Folding = 'exact' | 'lower' | 'canonical';

/**
 * What a test asks of the values found at its place; one value that satisfies it is enough (RFC 7644 §3.4.2.2). `absent`
 * is the answer when there is no value at all. Operands are folded and parsed already.
 */
export type ValueTest =
  | { readonly type: 'present' }
  | {
      readonly type: 'text';
      readonly operator: ComparisonOperator;
      readonly folding: Folding;
      readonly operand: string;
      readonly absent: boolean;
    }
  | {
      readonly type: 'number';
      readonly operator: OrderOperator;
      readonly operand: number;
      readonly absent: boolean;
    }
  | {
      readonly type: 'instant';
      readonly operator: OrderOperator;
      readonly operand: bigint;
      readonly absent: boolean;
    }
  | { readonly type: 'boolean'; readonly operator: 'eq' | 'ne'; readonly operand: boolean; readonly absent: boolean };

export type OrderOperator = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le';

/** Where a test looks: in the whole resource, or (inside brackets) in one element of a multi-valued attribute. */
export type Place =
  | { readonly in: 'resource'; readonly path: ResolvedPath }
  /** No sub-attribute: the element itself is the value. */
  | { readonly in: 'element'; readonly subAttribute?: AttributeDefinition };

/** A filter held against one resource type: every name resolved, every literal of its attribute's type. */
export type CheckedFilter = { readonly resourceType: ResourceType; readonly condition: Condition };

/** The same for what stands in brackets after `attribute`. */
export type CheckedElementFilter = { readonly attribute: AttributeDefinition; readonly condition: Condition };

export type Condition =
  | { readonly kind: 'and'; readonly terms: readonly Condition[] }
  | { readonly kind: 'or'; readonly terms: readonly Condition[] }
  | { readonly kind: 'not'; readonly term: Condition }
  | { readonly kind: 'test'; readonly place: Place; readonly test: ValueTest }
  | { readonly kind: 'elements'; readonly path: ResolvedPath; readonly condition: Condition }
  | { readonly kind: 'constant'; readonly value: boolean };
