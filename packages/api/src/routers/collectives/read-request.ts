import { bytesToNumber, fromHex, type VoteRequest } from '@vc/crypto'
import type { VoteRound } from '@vc/db'

const numberOf = (hex: string) => bytesToNumber(fromHex(hex))

/** The numbers of a stored request of VCC1. */
export const readRequest = ({ C, S, T1, T2 }: VoteRound['requests'][number]): VoteRequest => ({
  ...{ C: numberOf(C), S: numberOf(S), T1: numberOf(T1), T2: numberOf(T2) },
})
