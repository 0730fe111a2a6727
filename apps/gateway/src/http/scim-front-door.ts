import type { IncomingMessage, ServerResponse } from 'node:http';
import type { MasterKey } from '#privacy';
import type { Clock } from '#runtime';
import { defaultLimits, isProviderKind, presetOf, type ScimError, scimError } from '#scim';
import type { Caller } from '../exchange/caller.js';
import { authenticate } from '../tokens/authenticate.js';
import type { DirectoryIndex } from '../tokens/directory-index.js';
import { InFlight } from '../tokens/in-flight.js';
import type { RateLimit } from '../tokens/rate-limit.js';
import type { TokenUse } from '../tokens/token-use.js';
import { admitBody } from './admit-body.js';
import { bearerTokenOf } from './bearer.js';
import type { ScimBase } from './scim-base.js';

/** Everything that is decided about a SCIM request before its body: who asks, how often, what is about to be sent. */
export class ScimFrontDoor {
  readonly #inFlight = new InFlight();

  constructor(
    private readonly parts: {
      readonly directories: DirectoryIndex;
      readonly master: MasterKey;
      readonly tokenUse: TokenUse;
      readonly rateLimit: RateLimit;
      readonly publicUrl: string;
      readonly clock: Clock;
    },
  ) {}

  admit(request: IncomingMessage, response: ServerResponse, base: ScimBase, requestId: string): Caller | ScimError {
    const { directories, master, clock } = this.parts;
    const now = clock.now();
    const token = bearerTokenOf(request.headers.authorization);
    const authenticated = authenticate(token, base.provider, directories, master, now);
    if (authenticated.kind === 'scim-error') return this.#publicConfig(request, base, requestId) ?? authenticated;
    const { directory, tokenId, readOnly } = authenticated;
    this.parts.tokenUse.note(tokenId, now);
    const waitSeconds = this.parts.rateLimit.take(directory.id, directory.limits, now);
    if (waitSeconds !== undefined) return tooMany(waitSeconds, directory.limits.requestsPerSecond);
    if (readOnly && !isReading(request.method, base)) return mayOnlyRead;
    const maxBytes = base.rest === '/Bulk' ? directory.limits.bulkBytes : directory.limits.bodyBytes;
    const refusal = admitBody(request.method ?? 'GET', request.headers, maxBytes, directory.settings);
    if (refusal) return refusal;
    if (!this.#inFlight.enter(directory.id, directory.limits)) return tooManyAtOnce(directory.limits.inFlight);
    response.once('close', () => this.#inFlight.leave(directory.id));
    return { directory, actor: { kind: 'token', tokenId }, requestId, baseUrl: this.#baseUrl(base) };
  }

  /**
   * RFC 7643 §5 lets the configuration be read without credentials, where a directory of this address allows it. Which
   * one is meant is known only when there is just one; otherwise what is shown is the provider's preset.
   */
  #publicConfig(request: IncomingMessage, base: ScimBase, requestId: string): Caller | undefined {
    if (base.rest !== '/ServiceProviderConfig' || request.headers.authorization !== undefined) return undefined;
    const meant = [...this.parts.directories.all()].filter(
      ({ enabled, provider, settings }) =>
        enabled && settings.serviceProviderConfigPublic && (base.provider ?? provider) === provider,
    );
    const [first, second] = meant;
    if (!first) return undefined;
    const provider = isProviderKind(base.provider) ? base.provider : 'generic';
    const preset = { ...first, settings: presetOf(provider), limits: defaultLimits };
    return {
      directory: second ? preset : first,
      actor: { kind: 'system' },
      requestId,
      baseUrl: this.#baseUrl(base),
    };
  }

  #baseUrl(base: ScimBase): string {
    return `${this.parts.publicUrl}${base.basePath}`;
  }
}

const isReading = (method: string | undefined, { rest }: ScimBase): boolean =>
  method === 'GET' || method === 'HEAD' || method === 'OPTIONS' || (method === 'POST' && rest.endsWith('/.search'));

const mayOnlyRead = scimError(403, 'This token may read and search, but not change anything.');

const tooManyAtOnce = (inFlight: number): ScimError =>
  scimError(429, `This directory may have ${inFlight} requests under way at once.`, undefined, { 'Retry-After': '1' });

const tooMany = (waitSeconds: number, perSecond: number): ScimError =>
  scimError(429, `This directory may send ${perSecond} requests a second.`, undefined, {
    'Retry-After': String(waitSeconds),
  });
