type Cell = string | number | boolean | null | undefined;

export type Output = {
  /** One value: JSON under `--json`, else what `text` makes of it. */
  value<T>(value: T, text: (value: T) => string): void;
  /** Rows: a JSON array under `--json`, else a table of the named columns. */
  table<T>(rows: readonly T[], columns: Readonly<Record<string, (row: T) => Cell>>, empty: string): void;
};

const show = (cell: Cell): string => (cell === null || cell === undefined || cell === '' ? '–' : String(cell));

const layOut = (lines: readonly (readonly string[])[]): string => {
  const widths = lines[0]?.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0))) ?? [];
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
};

export const makeOutput = (json: boolean, write: (text: string) => void): Output => ({
  value: (value, text) => write(json ? JSON.stringify(value) : text(value)),
  table: (rows, columns, empty) => {
    if (json) return write(JSON.stringify(rows));
    if (rows.length === 0) return write(empty);
    const names = Object.keys(columns);
    write(layOut([names, ...rows.map((row) => names.map((name) => show(columns[name]?.(row))))]));
  },
});
