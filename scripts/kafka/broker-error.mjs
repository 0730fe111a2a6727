/**
 * Why a broker cannot be had, in one sentence, with a code from this closed list:
 * `NO_JAVA`, `NO_MAVEN`, `JARS_NOT_FETCHED`, `PORT_TAKEN`, `DATA_IN_USE`, `NOT_STARTED`.
 */
export class BrokerError extends Error {
  constructor(code, message, options) {
    super(message, options);
    this.name = 'BrokerError';
    this.code = code;
  }
}
