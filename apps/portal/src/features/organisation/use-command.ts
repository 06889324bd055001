'use client'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'

/** Runs one command of the screen: keeps its refusal, and asks every list again when it went through. */
export function useCommand() {
  const queries = useQueryClient()
  const [error, setError] = useState<unknown>()
  async function run<Answer>(work: () => Promise<Answer>): Promise<Answer | undefined> {
    setError(undefined)
    try {
      const answer = await work()
      await queries.invalidateQueries()
      return answer
    } catch (cause) {
      setError(cause)
      return undefined
    }
  }
  return { run, error, clear: () => setError(undefined) }
}
