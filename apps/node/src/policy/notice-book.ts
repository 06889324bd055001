import { existsSync, readFileSync } from 'node:fs'
import {
  blocksOfDay,
  decodeNotice,
  encodeNotice,
  haltsAt,
  isNoticeSigned,
  isRegulator,
  type Notice,
  type NoticeKind,
  signNotice,
} from '@vc/consensus'
import { fromHex, toHex } from '@vc/crypto'
import { ok, parseJson, type Result, refuse } from '@vc/kernel'
import { z } from 'zod'
import type { Chain } from '../chain/chain.ts'
import { NodeHalt } from '../halt.ts'
import type { NodeKey } from '../keys/node-key.ts'
import { replaceFile } from '../storage/replace-file.ts'

/** A regulator's head may be so many blocks before this node's. */
const AHEAD = 6
const fileSchema = z.array(z.string().regex(/^([0-9a-f]{2}){1,4096}$/)).max(128)

/** What became of a notice of a peer: only what is `forged` is anybody's fault. */
export type NoticeOutcome = 'taken' | 'known' | 'stranger' | 'other-height' | 'forged'
export type NoticeCode = 'regulator-only' | 'notice-repeated' | 'nothing-halted'

/** The newest notice of each regulator, kept in a file of the node's folder (consensus.md 18, 19). */
export type NoticeBook = {
  readonly take: (chain: Chain, notice: Notice) => NoticeOutcome
  /** Signs and takes an own one. */
  readonly give: (chain: Chain, key: NodeKey, what: Asked) => Result<Notice, { readonly code: NoticeCode }>
  /** The halts that stand on the head, by who is a regulator there. */
  readonly halts: (chain: Chain) => readonly Notice[]
  /** The newest of this key, to be told again to who came later. */
  readonly newestOf: (key: Uint8Array) => Notice | undefined
}
export type Asked = { readonly kind: NoticeKind; readonly text: string }

/** Opens the file of notices; without a path they are kept in memory only. Halts with `notices-malformed` on a file that holds something else. */
export function openNoticeBook(path?: string): NoticeBook {
  const newest = new Map(
    (path !== undefined && existsSync(path) ? read(path) : []).map((notice) => [toHex(notice.key), notice]),
  )
  const keep = (notice: Notice) => {
    newest.set(toHex(notice.key), notice)
    const lines = [...newest.values()].map((one) => toHex(encodeNotice(one)))
    if (path !== undefined) replaceFile(path, `${JSON.stringify(lines)}\n`)
  }
  const newestOf = (key: Uint8Array) => newest.get(toHex(key))
  const take = (chain: Chain, notice: Notice): NoticeOutcome => {
    const outcome = judge(chain, notice, newestOf(notice.key))
    if (outcome === 'taken') keep(notice)
    return outcome
  }
  const halts = (chain: Chain) =>
    haltsAt(newest.values(), chain.head.height, dayOf(chain)).filter(({ key }) =>
      isRegulator(chain.state, key),
    )
  const give = (chain: Chain, key: NodeKey, what: Asked) => {
    const code = refusalOf(chain, key, what.kind, newestOf(key.producerKey))
    if (code) return refuse({ code })
    const notice = signNotice(chain.network, { ...what, height: chain.head.height }, key.stakeSecret)
    keep(notice)
    return ok(notice)
  }
  return { take, give, halts, newestOf }
}

const dayOf = ({ configuration }: Chain) => blocksOfDay(configuration.parameters)

/** One notice a key and height: the first stands, so all agree on the newest. */
function judge(chain: Chain, notice: Notice, before: Notice | undefined): NoticeOutcome {
  const { height } = chain.head
  if (before && notice.height <= before.height) return 'known'
  if (notice.height > height + AHEAD || notice.height <= height - dayOf(chain)) return 'other-height'
  if (!isRegulator(chain.state, notice.key)) return 'stranger'
  return isNoticeSigned(chain.network, notice, chain.checks) ? 'taken' : 'forged'
}

function refusalOf(
  chain: Chain,
  key: NodeKey,
  kind: NoticeKind,
  before: Notice | undefined,
): NoticeCode | undefined {
  if (!isRegulator(chain.state, key.producerKey)) return 'regulator-only'
  if (before && before.height >= chain.head.height) return 'notice-repeated'
  const isHalted = before !== undefined && haltsAt([before], chain.head.height, dayOf(chain)).length > 0
  return kind === 'lift' && !isHalted ? 'nothing-halted' : undefined
}

function read(path: string): readonly Notice[] {
  const parsed = fileSchema.safeParse(parseJson(readFileSync(path, 'utf8')))
  const notices = parsed.success ? parsed.data.map((line) => decodeNotice(fromHex(line))) : [undefined]
  const good = notices.filter((notice) => notice !== undefined)
  if (good.length < notices.length) throw new NodeHalt('notices-malformed', { path })
  return good
}
