export interface Target {
  readonly value: number;
}
