/** `broken` keeps a command from working; `poor` lets it work worse, or part of them. */
export type State = 'good' | 'poor' | 'broken';

export interface Finding {
  readonly check: string;
  readonly state: State;
  readonly detail: string;
  /** What to do; empty when the state is good. */
  readonly remedy: string;
}

export function good(check: string, detail: string): Finding {
  return { check, state: 'good', detail, remedy: '' };
}
