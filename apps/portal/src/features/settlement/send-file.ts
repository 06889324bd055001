import { createTRPCClient, httpLink } from '@trpc/client'
import type { AppRouter } from '@vc/api'
import superjson from 'superjson'
import type { ReadFile } from './read-file.ts'

const BLOCK = 0x8000

/** Bytes as base64, in blocks that an argument list can hold. */
function toBase64(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += BLOCK)
    text += String.fromCharCode(...bytes.subarray(at, at + BLOCK))
  return btoa(text)
}

/** Brings a file by the road for files, which takes up to 32 MB. */
export async function sendFile({ file, bytes, encoding }: ReadFile, setAsideBad: boolean) {
  const api = createTRPCClient<AppRouter>({
    links: [httpLink({ url: '/api/import', transformer: superjson })],
  })
  return api.settlement.import.mutate({ fileName: file.name, file: toBase64(bytes), encoding, setAsideBad })
}
