import { describeSubject, type ChangeSubject } from '../model.js';

/** `stETH`, or `e-mode category 1`: on Aave a number without an asset is a category's. */
export function describeAaveSubject(subject: ChangeSubject): string {
  return subject.asset === null && subject.id !== null ? `e-mode category ${subject.id}` : describeSubject(subject);
}
