/** Base could not be brought to where it can be measured: there is no verdict. */
export class GatePreparationError extends Error {
  override readonly name = 'GatePreparationError';
}
