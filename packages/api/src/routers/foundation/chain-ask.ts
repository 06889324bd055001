import { fromHex, isPublicKey, toHex } from '@vc/crypto'
import { newestRecords } from '@vc/db'
import type { FoundationAsk } from '@vc/jobs'
import { parseChain } from '@vc/ledger'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { refusalToError } from '../../refusal-to-error.ts'

type ChainAsk = Extract<FoundationAsk, { readonly kind: 'chain.list' }>

/**
 * A chain is listed under keys that are keys, each once; a chain that is listed keeps its genesis: its level and who speaks for it may
 * change. Refuses `not-own-agent`, `chain-key-bad`, `chain-genesis-differs`, `chain-same`.
 */
export async function mayListChain(tx: DbOrTransaction, ctx: MemberContext, ask: ChainAsk): Promise<void> {
  if (ctx.user.role !== 'admission') throw refusalToError({ code: 'not-own-agent' })
  const isGood =
    ask.keys.every((key) => isPublicKey(fromHex(key))) && new Set(ask.keys).size === ask.keys.length
  if (!isGood) throw refusalToError({ code: 'chain-key-bad' })
  const [row] = await newestRecords(tx, 'chain', ask.key)
  const known = row && parseChain(row.value)
  if (!known) return
  if (toHex(known.genesis) !== ask.genesis) throw refusalToError({ code: 'chain-genesis-differs' })
  const isSame = known.level === ask.level && known.keys.map(toHex).join() === ask.keys.join()
  if (isSame) throw refusalToError({ code: 'chain-same' })
}
