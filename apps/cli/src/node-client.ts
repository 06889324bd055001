import { type NodeClient, openClient } from '@vc/client'
import { tokenFrom } from '@vc/client/token-file'

/** Speaks with a node; with the token of NODE_TOKEN_FILE where the operator names one. */
export const nodeClientOf = (
  url: string,
  environment: Readonly<Record<string, string | undefined>>,
): NodeClient => openClient(url, tokenFrom(environment.NODE_TOKEN_FILE))
