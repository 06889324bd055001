/** Energy in whole units of 10^-18 MWh: finer than any metering file writes. */
export const UNITS_PER_MWH = 10n ** 18n

/** What one station delivered in one period; negative where it used more than it gave. */
export type MeterReading = { readonly station: string; readonly period: string; readonly energy: bigint }

/** Consecutive certificates of one station, stored as one; both serials belong to it. */
export type SerialRange = {
  readonly station: string
  readonly first: bigint
  readonly last: bigint
  readonly fromPeriod: string
  readonly toPeriod: string
}

/** What a station has behind it: energy that is not yet a whole MWh, and its next serial. */
export type StationAccount = { readonly carry: bigint; readonly nextSerial: bigint }
export const newStation: StationAccount = { carry: 0n, nextSerial: 1n }
