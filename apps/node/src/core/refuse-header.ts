import { blockHash, type Header, isTransient, judgeHeader } from '@vc/consensus'
import { toHex } from '@vc/crypto'
import { type Chain, contextOn } from '../chain/chain.ts'
import { parentOf } from '../chain/judge-on-branch.ts'
import { stateAt } from '../chain/state-at.ts'
import type { Reception } from '../network/port.ts'

/** Why a header is not taken into the tree: known, early, without its parent here, or wrong. `now` in seconds since 1970. */
export function refuseHeader(chain: Chain, header: Header, now: number): Reception | undefined {
  const { tree } = chain
  const [name, parent] = [toHex(blockHash(header)), toHex(header.prevHash)]
  if (tree.has(name)) return { action: 'ignore' }
  if (!tree.has(parent) || tree.bodyOf(parent) !== 'good') return { action: 'ignore', code: 'block-orphan' }
  if (header.time > now + chain.configuration.parameters.maxDrift)
    return { action: 'ignore', code: 'block-early' }
  const state = stateAt(chain, header.prevHash)
  const context = contextOn(chain, header.prevHash)
  const judged = judgeHeader(header, { parent: parentOf(chain, header.prevHash, false), state, context })
  if (judged.ok) return undefined
  const { code } = judged.refusal
  return { action: isTransient(judged.refusal) ? 'ignore' : 'reject', code }
}
