/** A resource of discovery, as it goes out. */
export type DiscoveryDocument = {
  readonly schemas: readonly string[];
  readonly id: string;
  readonly meta: { readonly resourceType: string; readonly location: string };
  readonly [name: string]: unknown;
};

/** The document with that id; URNs in any case (RFC 7644 §3.10), other ids exactly. undefined is a 404. */
export const documentById = (documents: readonly DiscoveryDocument[], id: string): DiscoveryDocument | undefined => {
  const folded = id.toLowerCase();
  const isUrn = folded.startsWith('urn:');
  return documents.find((document) => document.id === id || (isUrn && document.id.toLowerCase() === folded));
};
