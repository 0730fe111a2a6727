/** `etagOf` a row, in SQL. */
export const tagSql = (row: string): string =>
  `'W/"' || ${row}.version || case when ${row}.cascades > 0 then '.' || ${row}.cascades else '' end || '"'`;
