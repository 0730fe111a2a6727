const enterprise = `'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'::text`;

/** SQL for a document without its manager, and without the extension and its URN where nothing else was in it. */
export const withoutManager = (doc: string): string => `
         case when ((${doc} -> ${enterprise}) - 'manager'::text) = '{}'::jsonb
           then jsonb_set(${doc} - ${enterprise}, '{schemas}',
                          coalesce(${doc} -> 'schemas', '[]'::jsonb) - ${enterprise}, false)
           else ${doc} #- array[${enterprise}, 'manager']
         end`;
