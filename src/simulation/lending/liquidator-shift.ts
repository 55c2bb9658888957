import { philox4x32 } from '../../core/philox.js';
import { hashPurpose } from '../../core/random-stream.js';
import type { LiquidatorRules } from '../scenario.js';

const TWO_POW_32 = 4294967296;
const NEVER = -1;

/**
 * Which liquidators are awake in a step, and since when they could know of an account.
 *
 * Capacity of a step = capacity · awake / count, each liquidator awake by one draw per (seed, venue, path, step, liquidator). With a latency of L steps an
 * account may be called on once it has been unsound in this and the L steps before without a break.
 */
export class LiquidatorShift {
  private readonly words = new Uint32Array(4);
  /** Step in which an account was last found, and the first of the unbroken run before it; empty without latency. */
  private readonly lastFound: Int32Array;
  private readonly firstFound: Int32Array;
  private readonly purpose: number;
  private path = 0;

  constructor(
    private readonly rules: LiquidatorRules,
    private readonly seed: number,
    place: number,
    accountCount: number,
  ) {
    this.purpose = hashPurpose(`liquidators/${place}`);
    const length = this.latencySteps > 0 ? accountCount : 0;
    this.lastFound = new Int32Array(length).fill(NEVER);
    this.firstFound = new Int32Array(length);
  }

  start(pathIndex: number): void {
    this.path = pathIndex;
    this.lastFound.fill(NEVER);
  }

  /** Whether anyone has known of an unsound account for long enough; must be asked in every step in which it is unsound. */
  mayCall(step: number, account: number): boolean {
    if (this.latencySteps === 0) return true;
    if (this.lastFound[account] === NEVER || this.lastFound[account] !== step - 1) this.firstFound[account] = step;
    this.lastFound[account] = step;
    return step - this.firstFound[account]! >= this.latencySteps;
  }

  /** Debt that those awake can repay in a step. */
  capacityUsd(step: number): number {
    const { capacityUsdPerStep, population } = this.rules;
    if (!population) return capacityUsdPerStep;
    let awake = 0;
    for (let liquidator = 0; liquidator < population.count; liquidator++) {
      philox4x32(liquidator, step, this.path, this.purpose, this.seed >>> 0, Math.floor(this.seed / TWO_POW_32), this.words);
      if ((this.words[0]! + 0.5) / TWO_POW_32 < population.onlineRatio) awake++;
    }
    return (capacityUsdPerStep * awake) / population.count;
  }

  private get latencySteps(): number {
    return this.rules.latencySteps ?? 0;
  }
}
