import type { ClaimAnswer } from '@vc/client'
import { encodeClaim, type MadeClaim } from '@vc/consensus'
import { toHex } from '@vc/crypto'
import type { Out } from '../../run-cli.ts'
import type { ClaimGround } from './claim-ground.ts'

type Refusal = Extract<ClaimAnswer, { accepted: false }>['refusal']

/** What to do about each refusal of the node. */
const advice: Readonly<Record<Refusal['code'], string>> = {
  'claim-malformed': 'A claim holds at most 4,000 bytes of transaction or 2,048 of a checkpoint.',
  'claims-off': 'This network has no proof-of-burn blocks (pob.source is off).',
  'claim-invalid':
    'What it proves is not so on this network: too little is burnt, another block of Bitcoin stands at that height, another source of claims is in force, or too few known keys signed the checkpoint.',
  'claim-header-unknown': "The node does not know Bitcoin's headers yet. Ask again when it has caught up.",
  'claim-early': 'The block of Bitcoin counts when it is beacon.lag old. Ask again then.',
  'claim-other-height': 'It is for a height that nobody can claim now.',
  'claims-many': 'As many claims for this height are known as one can have.',
}

/** Hands a claim to the node and says what it said. Gives the exit code. */
export async function submitClaim(made: MadeClaim, { client }: ClaimGround, out: Out): Promise<number> {
  const { claim, payload } = made
  out(`claim          ${claim.kind} for height ${payload.height}`)
  out(`key            ${toHex(payload.key)}`)
  const answer = await client.submitClaim(toHex(encodeClaim(claim)))
  if (!answer.accepted) return refused(answer.refusal, out)
  out(`claimId        ${answer.claimId}`)
  out(
    answer.isNew ? 'ok             taken, and told to all peers' : 'ok             the node knows it already',
  )
  return 0
}

/** Says a refusal with what to do next. */
function refused({ code, facts }: Refusal, out: Out): number {
  out(`FAILED: ${code} ${JSON.stringify(facts)}`)
  out(advice[code])
  return 1
}
