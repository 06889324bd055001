import { blockHash, type Header } from '@vc/consensus'
import { equalBytes } from '@vc/crypto'
import { must } from '@vc/kernel'
import { mayFollow } from '../core/claimed-header.ts'
import { decodeHeaders, encodeHeadersQuestion } from '../network/messages.ts'
import type { PeerName } from '../network/port.ts'
import type { Joining } from './joining.ts'
import { learnRules } from './learn-rules.ts'

const NO_STOP = new Uint8Array(32)

/**
 * Asks peers, one after the other, for the headers that follow up to a height (consensus.md 20, 2). True once they are all
 * here; false when nobody asked had the next. `told` gathers whose headers they are.
 */
export async function fetchHeaders(of: Joining, height: number, told: Set<PeerName>): Promise<boolean> {
  for (const peer of of.patientFirst()) {
    while (of.kept.tip() < height) if (!(await askOne(of, peer, height, told))) break
    if (of.kept.tip() >= height) return true
  }
  return of.kept.tip() >= height
}

/** Did the peer bring us further? */
async function askOne(of: Joining, peer: PeerName, height: number, told: Set<PeerName>): Promise<boolean> {
  const tip = must(of.kept.headerAt(of.kept.tip()), 'headers are kept up to the tip')
  const locator = [blockHash(tip), of.network]
  const answer = await of.ask(peer, 'headers', encodeHeadersQuestion({ locator, stop: NO_STOP }))
  const headers = answer && decodeHeaders(answer)?.headers
  if (answer && !headers) return of.lied(peer, 'headers')
  const [first] = headers ?? []
  if (!headers || !first) return of.silent(peer)
  if (!equalBytes(first.prevHash, blockHash(tip)) && tip.height > 0) {
    if (told.has(peer)) return of.lied(peer, 'headers')
    return startAgain(of, first, told)
  }
  const wanted = headers.filter((header) => header.height <= height)
  const linked = linkedTo(of, tip, wanted)
  if (linked === 'wrong') return of.lied(peer, 'headers')
  if (linked !== 'linked') return learnRules(of, peer, linked)
  told.add(peer)
  of.kept.addHeaders(wanted)
  return true
}

/** Somebody's headers are others: the next who is asked begins at genesis. */
function startAgain({ kept, network, log }: Joining, first: Header, told: Set<PeerName>): boolean {
  if (!equalBytes(first.prevHash, network)) return false
  log.warn({ from: kept.tip() }, 'peers tell different headers: from genesis again')
  kept.dropHeaders()
  told.clear()
  return true
}

/** Or the id of a configuration that is not at hand. */
function linkedTo(of: Joining, tip: Header, headers: readonly Header[]): 'linked' | 'wrong' | Uint8Array {
  const coming = new Map<string, Header>()
  const nameOf = (hash: Uint8Array) => Buffer.from(hash).toString('latin1')
  const headersBack = (hash: Uint8Array) => coming.get(nameOf(hash)) ?? of.kept.headerOf(hash)
  let parent = tip
  for (const header of headers) {
    const parameters = of.parametersOf(header.configId)
    if (!parameters) return header.configId
    if (!equalBytes(header.prevHash, blockHash(parent))) return 'wrong'
    if (!mayFollow(header, parent, { headersBack, parameters, checks: of.checks })) return 'wrong'
    coming.set(nameOf(blockHash(header)), header)
    parent = header
  }
  return 'linked'
}
