/** What happened at a lending venue on one path so far: USD at the oracle of the moment, and tokens per asset for the conservation check. */
export class VenueLedger {
  repaidUsd = 0;
  seizedUsd = 0;
  protocolFeeUsd = 0;
  /** At market prices. */
  liquidatorProfitUsd = 0;
  /** Collateral sold into the market, at market prices before each sale. */
  soldUsd = 0;
  ownersPaidUsd = 0;
  writtenOffUsd = 0;
  readonly repaidAmount: Float64Array;
  readonly seizedAmount: Float64Array;
  readonly ownerRepaidAmount: Float64Array;
  readonly ownerAddedAmount: Float64Array;
  readonly writtenOffAmount: Float64Array;

  constructor(assetCount: number) {
    this.repaidAmount = new Float64Array(assetCount);
    this.seizedAmount = new Float64Array(assetCount);
    this.ownerRepaidAmount = new Float64Array(assetCount);
    this.ownerAddedAmount = new Float64Array(assetCount);
    this.writtenOffAmount = new Float64Array(assetCount);
  }

  /** What borrowers lost to liquidations: collateral taken above the debt repaid. */
  get penaltyUsd(): number {
    return this.seizedUsd - this.repaidUsd;
  }

  reset(): void {
    this.repaidUsd = 0;
    this.seizedUsd = 0;
    this.protocolFeeUsd = 0;
    this.liquidatorProfitUsd = 0;
    this.soldUsd = 0;
    this.ownersPaidUsd = 0;
    this.writtenOffUsd = 0;
    this.repaidAmount.fill(0);
    this.seizedAmount.fill(0);
    this.ownerRepaidAmount.fill(0);
    this.ownerAddedAmount.fill(0);
    this.writtenOffAmount.fill(0);
  }
}
