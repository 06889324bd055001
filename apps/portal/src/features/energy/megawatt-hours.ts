/** Units of 10^-18 MWh as a decimal of MWh, exact. */
export function megawattHours(energy: bigint): string {
  const sign = energy < 0n ? '-' : ''
  const digits = (energy < 0n ? -energy : energy).toString().padStart(19, '0')
  const fraction = digits.slice(-18).replace(/0+$/, '')
  return `${sign}${digits.slice(0, -18)}${fraction === '' ? '' : `.${fraction}`}`
}
