import { credentialMember, listDescriptor } from '@vc/crypto'
import type { BesideAsk } from './beside.ts'

const answer = (ask: BesideAsk) =>
  'make' in ask
    ? credentialMember(ask.make)
    : ask.describe.lists.map(({ members, threshold }) => listDescriptor(ask.describe.of, members, threshold))

addEventListener('message', ({ data }: MessageEvent<BesideAsk>) => postMessage(answer(data)))
