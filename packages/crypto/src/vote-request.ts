import { bytesToNumber, fromHex, numberToBytes, toHex } from './bytes.ts'
import type { VoteRequest, WrittenRequest } from './collective-vote.ts'

/** The numbers of a request as they are sent. */
export const writeVoteRequest = ({ C, S, T1, T2 }: VoteRequest): WrittenRequest => ({
  ...{ C: toHex(numberToBytes(C, 256)), S: toHex(numberToBytes(S, 32)) },
  ...{ T1: toHex(numberToBytes(T1, 256)), T2: toHex(numberToBytes(T2, 256)) },
})

/** The numbers of a request that was sent. */
export function readVoteRequest({ C, S, T1, T2 }: WrittenRequest): VoteRequest {
  const numberOf = (hex: string) => bytesToNumber(fromHex(hex))
  return { C: numberOf(C), S: numberOf(S), T1: numberOf(T1), T2: numberOf(T2) }
}
