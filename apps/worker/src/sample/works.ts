import { sha256, toHex } from '@vc/crypto'
import { uuidOf } from './draw.ts'
import { manuscript } from './files.ts'
import { signIfWaiting } from './sign-act.ts'
import type { Lane, Stage, Wait } from './stage.ts'

/** A work whose first draft is dated by the ledger; its file stays with its creator. */
export const worksLane: Lane = { part: 'works', steps: [{ name: 'work:letters', run: register }] }

async function register(stage: Stage): Promise<'done' | Wait> {
  const desk = stage.desk('haddad')
  const api = await desk.api()
  const { fileName, bytes } = manuscript()
  const { workId, actId } = await api.works.register({
    ...{ commandKey: uuidOf(stage.run, 'work letters'), title: '河湾来信 River letters', field: 'writing' },
    ...{ reviewPoints: 10, fingerprint: toHex(sha256(bytes)), note: fileName },
  })
  const dated = (await api.works.list()).find(({ id }) => id === workId)
  if (dated && dated.since !== null) return 'done'
  await signIfWaiting(desk, actId)
  return 'block'
}
