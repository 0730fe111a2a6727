/** An answer before it is put on the wire. A body that is already text, or comes in pieces, is sent as it is. */
export type ScimReply = {
  readonly kind: 'reply';
  readonly status: 200 | 201 | 204 | 304;
  readonly body?: ReplyBody;
  readonly headers?: Readonly<Record<string, string>>;
};

export type ReplyBody =
  | { readonly is: 'json'; readonly value: unknown }
  | { readonly is: 'text'; readonly text: string }
  | { readonly is: 'pieces'; readonly pieces: AsyncIterable<string> };

/** As it goes on the wire. */
export const textOf = (body: Exclude<ReplyBody, { is: 'pieces' }>): string =>
  body.is === 'text' ? body.text : JSON.stringify(body.value);

export const jsonReply = (
  status: ScimReply['status'],
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): ScimReply => ({ kind: 'reply', status, body: { is: 'json', value }, headers });

export const emptyReply = (status: ScimReply['status'], headers: Readonly<Record<string, string>> = {}): ScimReply => ({
  kind: 'reply',
  status,
  headers,
});
