/** How long what must not be kept for ever is kept. */

export interface RetentionPolicy {
  /** Callers' data and notes on scene, days after the incident was closed; null: for ever. */
  readonly vaultDays: number | null;
  readonly trackDays: number;
  readonly accessLogDays: number;
}

/** 网络安全法 第二十一条: logs of the network are kept for six months at least. */
export const leastAccessLogDays = 183;

export const usualRetention: RetentionPolicy = { vaultDays: 365, trackDays: 90, accessLogDays: 400 };
