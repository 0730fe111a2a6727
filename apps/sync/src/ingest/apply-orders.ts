import type { Queryable } from '#persistence';
import type { OnDelete, TargetChange, TargetOrder, TargetSettings } from './folded.js';
import { addTarget, requestResync, setRunState, updateTarget } from './statements/target-orders.js';

/** Carries out what events say about targets, in order. What they already brought about is not done again. */
export const applyOrders = async (tx: Queryable, orders: readonly TargetOrder[]): Promise<void> => {
  for (const order of orders) await applyOrder(tx, order);
};

const applyOrder = async (tx: Queryable, { id, version, kind, change }: TargetOrder): Promise<void> => {
  switch (kind) {
    case 'added':
      await tx.query(addTarget, [
        id,
        version,
        change.directoryId,
        ...columns(change, { settings: {}, onDelete: 'delete' }),
      ]);
      return;
    case 'updated':
      await tx.query(updateTarget, [id, version, ...columns(change)]);
      return;
    case 'paused':
      await tx.query(setRunState, [id, version, 'paused']);
      return;
    case 'resumed':
      await tx.query(setRunState, [id, version, 'active']);
      return;
    case 'removed':
      await tx.query(setRunState, [id, version, 'removed']);
      return;
    case 'resync_requested':
      await tx.query(requestResync, [id, version]);
      return;
  }
};

const columns = (
  { name, profile, baseUrl, sealedSecret, settings }: TargetChange,
  otherwise?: { readonly settings: TargetSettings; readonly onDelete: OnDelete },
): readonly unknown[] => {
  const known = settings ?? otherwise?.settings;
  return [
    name ?? null,
    profile ?? null,
    baseUrl ?? null,
    sealedSecret ?? null,
    known === undefined ? null : JSON.stringify(known),
    onDeleteOf(settings) ?? otherwise?.onDelete ?? null,
  ];
};

const onDeleteOf = (settings: TargetSettings | undefined): OnDelete | undefined => {
  const wanted = settings?.['onDelete'];
  return wanted === 'delete' || wanted === 'deactivate' || wanted === 'leave' ? wanted : undefined;
};
