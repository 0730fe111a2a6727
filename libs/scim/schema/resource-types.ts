import type { ResourceType } from './definition.js';
import { enterpriseUserSchema } from './enterprise-user.js';
import { groupSchema } from './group.js';
import { userSchema } from './user.js';

export const userResourceType: ResourceType = {
  id: 'User',
  name: 'User',
  description: 'Accounts of people.',
  endpoint: '/Users',
  schema: userSchema,
  extensions: [{ schema: enterpriseUserSchema, required: false }],
};

export const groupResourceType: ResourceType = {
  id: 'Group',
  name: 'Group',
  description: 'Groups of users and groups.',
  endpoint: '/Groups',
  schema: groupSchema,
  extensions: [],
};
