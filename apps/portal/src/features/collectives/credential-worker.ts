import { type CredentialAsk, credentialMember } from '@vc/crypto'

addEventListener('message', ({ data }: MessageEvent<CredentialAsk>) => postMessage(credentialMember(data)))
