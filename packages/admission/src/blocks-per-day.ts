const SECONDS_PER_DAY = 86_400
const USUAL_INTERVAL = 10

/** Blocks of a day by the parameters of a network's configuration: its interval of blocks, else its slots, in seconds. */
export function blocksPerDayOf(parameters: Readonly<Record<string, unknown>>): number {
  const given = parameters.blockInterval ?? parameters.slotSeconds
  return Math.floor(SECONDS_PER_DAY / (typeof given === 'number' && given > 0 ? given : USUAL_INTERVAL))
}
