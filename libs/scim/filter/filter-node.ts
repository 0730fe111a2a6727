export type ComparisonOperator = 'eq' | 'ne' | 'co' | 'sw' | 'ew' | 'gt' | 'ge' | 'lt' | 'le';

export type Literal = string | number | boolean | null;

/** A filter as written: syntax only, not yet held against any schema. Frozen. */
export type FilterNode =
  | { readonly kind: 'and'; readonly terms: readonly FilterNode[] }
  | { readonly kind: 'or'; readonly terms: readonly FilterNode[] }
  | { readonly kind: 'not'; readonly term: FilterNode }
  | { readonly kind: 'present'; readonly path: string }
  | {
      readonly kind: 'compare';
      readonly path: string;
      readonly operator: ComparisonOperator;
      readonly literal: Literal;
      /** The word as written, where unquoted texts are accepted: `007` may be meant as a text, whatever it looks like. */
      readonly bare?: string;
    }
  /** `path[filter]`: one element of `path` satisfies the whole filter. */
  | { readonly kind: 'elements'; readonly path: string; readonly filter: FilterNode };
