import { downstream } from '../trials/downstream.js';
import { filterUnindexed } from '../trials/filter-unindexed.js';
import { streamGroup } from '../trials/stream-group.js';
import type { Trial, Workload } from '../workload.js';
import { bulk } from './bulk.js';
import { filters } from './filters.js';
import { addMember, getGroup, listGroups } from './groups.js';
import { create, createAlone, deactivate, get, list, listLast, put } from './users.js';

export const workloads: readonly (Workload | Trial)[] = [
  create,
  createAlone,
  get,
  ...filters,
  list,
  listLast,
  put,
  deactivate,
  addMember(0),
  addMember(10_000),
  addMember(100_000),
  getGroup(10_000),
  listGroups,
  bulk,
  streamGroup,
  filterUnindexed,
  downstream,
];
