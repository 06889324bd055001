'use client'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { askAnew } from './ask-anew.ts'

/** Runs one command of a screen: keeps its refusal, and asks every list again whatever came of it. */
export function useCommand() {
  const queries = useQueryClient()
  const [error, setError] = useState<unknown>()
  const [busy, setBusy] = useState(false)
  async function run<Answer>(work: () => Promise<Answer>): Promise<Answer | undefined> {
    setError(undefined)
    setBusy(true)
    try {
      return await work()
    } catch (cause) {
      setError(cause)
      return undefined
    } finally {
      setBusy(false)
      await askAnew(queries)
    }
  }
  return { run, error, busy, clear: () => setError(undefined) }
}
