import { bytesToNumber, decodeBallotDescriptor, readBallotPart, toHex } from '@vc/crypto'
import { CERTIFICATES, parseCertificateTransfer } from '../kinds/certificate-transfer.ts'
import { parseAccount, parseAgent, parseAnchor, parseChain, parseMember } from '../kinds/record-values.ts'
import { eventsFacts, orderFacts } from './order-details.ts'
import { ownerOf } from './output-line.ts'

type Facts = Readonly<Record<string, string>>

/** What the value of a table that is known here says, fact by fact; nothing for other tables and for what does not parse. */
export function recordDetails(table: string, value: Uint8Array): Facts {
  return (Object.hasOwn(tables, table) ? tables[table]?.(value) : undefined) ?? {}
}

const tables: Readonly<Record<string, (value: Uint8Array) => Facts | undefined>> = {
  account: (value) => {
    const account = parseAccount(value)
    return (
      account && {
        debtor: toHex(account.debtKeyHash),
        status: account.status.toString(),
        agent: toHex(account.agent),
      }
    )
  },
  agent: (value) => {
    const agent = parseAgent(value)
    return (
      agent && {
        parent: toHex(agent.parent),
        ceiling: agent.ceiling.toString(),
        powers: agent.powers.toString(),
      }
    )
  },
  member: (value) => {
    const member = parseMember(value)
    return (
      member && {
        stakeKey: toHex(member.stakeKey),
        certificate: toHex(member.certificateHash),
        roles: member.roles.toString(),
      }
    )
  },
  chain: (value) => {
    const chain = parseChain(value)
    return (
      chain && {
        genesis: toHex(chain.genesis),
        level: chain.level.toString(),
        authorities: chain.keys.map(toHex).join(' '),
      }
    )
  },
  anchor: (value) => {
    const anchor = parseAnchor(value)
    return anchor && { anchored: anchor.height.toString(), checkpoint: toHex(anchor.hash) }
  },
  reserve: (value) => {
    const { name, account } = ownerOf(value)
    return value.length === 0 ? undefined : { script: name, reserve: account }
  },
  [CERTIFICATES]: (value) => {
    const transfer = parseCertificateTransfer(value)
    if (transfer === undefined) return undefined
    const { station, first, last, given, from, to } = transfer
    const count = { count: (given - first + 1n).toString(), held: (last - first + 1n).toString() }
    const serials = { firstSerial: first.toString(), lastSerial: given.toString() }
    return { station, ...serials, ...count, giver: from, receiver: to }
  },
  order: orderFacts,
  epcis: eventsFacts,
  collective: collectiveFacts,
  'collective-list': (value) => {
    const part = readBallotPart(value)
    return part && { members: part.members.length.toString() }
  },
}

function collectiveFacts(value: Uint8Array): Facts | undefined {
  const ballot = decodeBallotDescriptor(value)
  if (ballot !== undefined) {
    return {
      scheme: 'VCB1',
      weight: ballot.weight.toString(),
      threshold: ballot.threshold.toString(),
      members: ballot.count.toString(),
    }
  }
  if (value[0] !== 1 || value.length !== 297) return undefined
  const at = (start: number) => bytesToNumber(value.subarray(start, start + 4)).toString()
  return { scheme: 'VCC1', weight: at(1), threshold: at(5) }
}
