/** Whether `node_modules` is what the lock file says. */
export function dependenciesAreCurrent(): boolean;
