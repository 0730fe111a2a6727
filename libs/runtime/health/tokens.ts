export const HEALTH_CHECKS = Symbol('health checks');
export const METRICS = Symbol('metrics');
