/** Of a schema as `/Schemas` shows it. */
export type Attribute = {
  name: string;
  type: string;
  subAttributes?: Attribute[];
  referenceTypes?: string[];
  [name: string]: unknown;
};

export type Schema = { id: string; attributes: Attribute[]; [name: string]: unknown };

/** Paths in `value` that none of the named schemas declares. */
export const undeclared = (
  value: Record<string, unknown>,
  urns: readonly string[],
  schemas: readonly Schema[],
): string[] => {
  const [core, ...extensions] = urns.map((urn) => schemas.find(({ id }) => id === urn));
  const unknown = (object: unknown, attributes: readonly Attribute[], place: string): string[] => {
    if (Array.isArray(object)) return object.flatMap((element) => unknown(element, attributes, place));
    if (typeof object !== 'object' || object === null) return [];
    return Object.entries(object).flatMap(([name, inner]) => {
      const declared = attributes.find((attribute) => attribute.name === name);
      if (!declared) return [`${place}${name}`];
      return declared.subAttributes ? unknown(inner, declared.subAttributes, `${place}${name}.`) : [];
    });
  };
  const parts = Object.fromEntries(extensions.map((extension) => [extension?.id ?? '', value[extension?.id ?? '']]));
  const own = Object.fromEntries(Object.entries(value).filter(([name]) => !Object.hasOwn(parts, name)));
  return [
    ...unknown(own, core?.attributes ?? [], ''),
    ...extensions.flatMap((extension) =>
      unknown(parts[extension?.id ?? ''], extension?.attributes ?? [], `${extension?.id}:`),
    ),
  ];
};
