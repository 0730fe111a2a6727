import type { Workload } from '../workload.js';
import { addMember, getGroup, listGroups } from './groups.js';
import { create, deactivate, filter, get, list, listLast, put } from './users.js';

export const workloads: readonly Workload[] = [
  create,
  get,
  filter,
  list,
  listLast,
  deactivate,
  put,
  addMember(0),
  addMember(10_000),
  addMember(100_000),
  getGroup(10_000),
  listGroups,
];
