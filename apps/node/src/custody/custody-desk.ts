import type { NodeProducer, SharesAnswer } from '@vc/client'
import { stakes } from '@vc/consensus'
import { equalBytes, fromHex, toHex } from '@vc/crypto'
import { decodeTransaction, encodeTransaction, viewOf } from '@vc/ledger'
import type { Chain } from '../chain/chain.ts'
import type { NodeKey } from '../keys/node-key.ts'
import { signShares } from './sign-shares.ts'

/** What a producer does for those who entrust stakes to it. */
export type CustodyDesk = {
  readonly producer: () => NodeProducer
  readonly signShares: (transaction: string) => SharesAnswer
}

/** The desk of a node; one that only follows has no producer and signs nothing. */
export function custodyDesk(chain: Chain, key: NodeKey | undefined): CustodyDesk {
  const no = (code: string, facts = {}): SharesAnswer => ({ signed: false, refusal: { code, facts } })
  return {
    producer: () => (key ? producerOf(chain, key) : null),
    signShares: (hex) => {
      const read = decodeTransaction(fromHex(hex), chain.configuration.parameters.maxTransactionBytes)
      if (!key) return no('not-a-producer')
      if (!read.ok) return no('shares-form')
      const view = viewOf(chain.state, { height: chain.head.height + 1 })
      const signed = signShares(read.value, key, { view, network: chain.network })
      if (!signed.ok) return no(signed.refusal.code, signed.refusal.facts)
      return { signed: true, transaction: toHex(encodeTransaction(signed.value)) }
    },
  }
}

function producerOf(chain: Chain, { producerKey, reveals }: NodeKey): NodeProducer {
  const own = [...stakes(chain.state)].filter((stake) => equalBytes(stake.producerKey, producerKey))
  const commitment = reveals.commitmentBeside(own.map((stake) => stake.commitment))
  return commitment ? { producerKey: toHex(producerKey), commitment: toHex(commitment) } : null
}
