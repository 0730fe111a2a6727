import { attribute, complex, flag, reference } from '../../schema/attribute-notation.js';
import type { ResourceType } from '../../schema/definition.js';

/** A custom resource type that has what users and groups lack: numbers, date-times, binaries, plain lists. */
export const deviceType: ResourceType = {
  id: 'Device',
  name: 'Device',
  description: '',
  endpoint: '/Devices',
  schema: {
    id: "urn:example:it's:2.0:Device",
    name: 'Device',
    description: '',
    attributes: [
      attribute('displayName', '', { caseExact: true }),
      attribute('serial', '', { caseExact: true }),
      attribute('count', '', { type: 'integer' }),
      attribute('ratio', '', { type: 'decimal' }),
      attribute('seen', '', { type: 'dateTime' }),
      attribute('tags', '', { multiValued: true }),
      attribute('levels', '', { type: 'integer', multiValued: true }),
      attribute('blob', '', { type: 'binary', caseExact: true }),
      reference('owner', '', ['User']),
      flag('on', ''),
      complex(
        'ports',
        '',
        [
          attribute('value', '', { type: 'integer' }),
          attribute('kind', ''),
          attribute('since', '', { type: 'dateTime' }),
          flag('open', ''),
        ],
        { multiValued: true },
      ),
      complex('site', '', [attribute('city', ''), attribute('floor', '', { type: 'integer' })]),
    ],
  },
  extensions: [
    {
      required: false,
      schema: {
        id: 'urn:example:2.0:Device:extra',
        name: 'Extra',
        description: '',
        attributes: [attribute('note', ''), complex('links', '', [attribute('value', '')], { multiValued: true })],
      },
    },
  ],
};
