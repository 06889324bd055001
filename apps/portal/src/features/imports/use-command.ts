'use client'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'

/** Runs one command: keeps its refusal, and asks every list again whatever came of it. */
export function useCommand() {
  const queries = useQueryClient()
  const [error, setError] = useState<unknown>()
  async function run<Answer>(work: () => Promise<Answer>): Promise<Answer | undefined> {
    setError(undefined)
    try {
      return await work()
    } catch (cause) {
      setError(cause)
      return undefined
    } finally {
      await queries.invalidateQueries()
    }
  }
  return { run, error }
}
