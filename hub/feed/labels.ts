/** Scope labels of a seat, with a key by which seats that may see the same are told to be alike. */
import { meets } from '../../shared/domain/rules/labels.ts';

export interface Labels {
  /** Sorted and distinct. */
  readonly list: readonly string[];
  readonly key: string;
}

export function labelsFrom(list: readonly string[]): Labels {
  const sorted = [...new Set(list)].sort();
  return { list: sorted, key: JSON.stringify(sorted) };
}

export function sees(labels: Labels, scope: readonly string[]): boolean {
  return meets(scope, labels.list);
}
