/** A network whose members are known to every process that is told its name. */
export const forkNetwork = {
  seed: 'fork',
  stakes: [10n ** 9n, 10n ** 9n, 10n ** 9n, 10n ** 9n],
  coins: 4,
  time: 1_800_000_000,
  blocks: 1_000,
} as const
