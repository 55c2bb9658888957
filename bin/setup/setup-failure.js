/** A set-up step that did not work for a reason the user can act on. */
export class SetupFailure extends Error {
  constructor(message, { remedy, exitCode }) {
    super(message);
    this.remedy = remedy;
    this.exitCode = exitCode;
  }
}
