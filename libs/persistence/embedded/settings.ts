export type ServerSettings = {
  readonly port: number;
  /** False only for databases that are thrown away: a crash of the machine may then destroy them. */
  readonly durable: boolean;
};

/**
 * Server settings, as arguments. Reachable from this machine only and by password. Statements and row values are kept
 * out of the log, as they may hold personal attributes.
 */
export function serverArguments({ port, durable }: ServerSettings): readonly string[] {
  const settings: Record<string, string | number> = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    max_connections: 100,
    shared_buffers: '256MB',
    max_wal_size: '2GB',
    checkpoint_timeout: '15min',
    wal_buffers: '16MB',
    // The projector takes statistics of what grows fast; more often than this, autovacuum only competes with writes.
    autovacuum_naptime: '30s',
    io_method: 'sync',
    jit: 'off',
    fsync: durable ? 'on' : 'off',
    full_page_writes: durable ? 'on' : 'off',
    synchronous_commit: durable ? 'on' : 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    logging_collector: 'off',
    log_destination: 'stderr',
    log_line_prefix: '%m [%p] ',
    log_min_messages: 'warning',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}
