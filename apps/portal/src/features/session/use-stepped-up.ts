'use client'
import { useTRPCClient } from '../../trpc/client.tsx'
import { askPasskey } from './passkeys.ts'

/**
 * Runs a procedure that asks for a fresh key (`stepUp: 'key'`): the passkey answers for exactly this procedure and
 * input, then the call is made. `path` as the router names it: "organisation.invite".
 *
 *   const steppedUp = useSteppedUp()
 *   await steppedUp('organisation.invite', input, (input) => api.organisation.invite.mutate(input))
 */
export function useSteppedUp() {
  const api = useTRPCClient()
  return async <Input, Answer>(
    path: string,
    input: Input,
    call: (input: Input) => Promise<Answer>,
  ): Promise<Answer> => {
    const options = await api.auth.stepUp.begin.mutate({ procedure: path, input })
    await api.auth.stepUp.finish.mutate({ response: await askPasskey(options) })
    return call(input)
  }
}
