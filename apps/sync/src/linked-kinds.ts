/** Kinds of objects that targets get. */
export const linkedKinds: readonly string[] = ['User', 'Group'];
