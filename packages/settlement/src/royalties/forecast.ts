/** Where early funds of a contract stand, smallest units. */
export type EarlyFunds = {
  /** What the studio expects of its shares in the days of its newest forecast. */
  readonly forecast: bigint
  /** What of these days is booked already. */
  readonly booked: bigint
  /** What the publisher paid ahead or is about to, and shares have not paid back. */
  readonly advanced: bigint
  /** Credit that was asked for against the forecast and is not repaid. */
  readonly credit: bigint
}

/** What may still be drawn: never more than is expected to come, less all that such shares have to pay back already. */
export function fundsLeft({ forecast, booked, advanced, credit }: EarlyFunds): bigint {
  const left = forecast - booked - advanced - credit
  return left > 0n ? left : 0n
}
