import {
  accountOf,
  ballotSecret,
  fromHex,
  mnemonicToSeed,
  newMnemonic,
  registerBallotMember,
  toHex,
} from '@vc/crypto'
import { type PersonKey, personOf } from './consortium.ts'
import { membersFile } from './files.ts'
import type { Lane, Stage, Wait } from './stage.ts'

const members: readonly PersonKey[] = ['chen', 'zhao', 'haddad', 'hou', 'reyes']

/** A small collective of the co-op: every member made its own line, a majority of them decides. */
export const collectivesLane: Lane = {
  part: 'collectives',
  steps: [{ name: 'collective:village', run: register }],
}

async function register(stage: Stage): Promise<'done' | Wait> {
  const api = await stage.desk('chen').api()
  const { fileName, bytes } = membersFile(members.map((person) => lineOf(stage, person)))
  const content = Buffer.from(bytes).toString('base64')
  const { collectiveId } = await api.collectives.import({
    fileName,
    content,
    name: '绿谷村社 Green Valley village',
  })
  const { step } = await api.collectives.show({ collectiveId })
  return step === 'registered' ? 'done' : 'block'
}

/** A member's line as its own page makes it: the credential comes out of the wallet's seed. */
function lineOf(stage: Stage, person: PersonKey): string {
  const { entropy } = stage.desk(person)
  const owner = accountOf(entropy).debtKeyHash
  const secret = ballotSecret(mnemonicToSeed(newMnemonic(entropy)))
  const { key, possession } = registerBallotMember(secret, 1, fromHex(owner))
  return [personOf(person).name, owner, toHex(key), '1', toHex(possession)].join(',')
}
