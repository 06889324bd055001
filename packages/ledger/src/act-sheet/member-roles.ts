import { ROLE_PRODUCER, ROLE_REGULATOR, ROLE_VOTER } from '../kinds/record-values.ts'

/** The roles of a member's record by name, read from its sum of bits. */
export function memberRoles(sum: string): readonly ('producer' | 'voter' | 'regulator')[] {
  const has = (bit: number) => (Number(sum) & bit) !== 0
  return [
    ...(has(ROLE_PRODUCER) ? ['producer' as const] : []),
    ...(has(ROLE_VOTER) ? ['voter' as const] : []),
    ...(has(ROLE_REGULATOR) ? ['regulator' as const] : []),
  ]
}
