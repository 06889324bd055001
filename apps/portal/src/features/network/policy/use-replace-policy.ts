'use client'
import { useTRPCClient } from '../../../trpc/client.tsx'
import type { ApiAnswers } from '../../../trpc/types.ts'
import { useCommand } from '../../../trpc/use-command.ts'
import { useSteppedUp } from '../../session/index.ts'

export type PolicyStanding = NonNullable<ApiAnswers['network']['creditPolicy']>
export type Policy = PolicyStanding['policy']

/** Puts a policy in force with a fresh key; true when it is. */
export function useReplacePolicy() {
  const api = useTRPCClient()
  const steppedUp = useSteppedUp()
  const { run, error } = useCommand()
  const replace = async (policy: Policy) =>
    (await run(() =>
      steppedUp('network.replaceCreditPolicy', policy, (input) =>
        api.network.replaceCreditPolicy.mutate(input),
      ),
    )) !== undefined
  return { replace, error }
}
