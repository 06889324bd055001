import { useEffect, useState } from 'react'

const ARMED_AFTER_MS = 1_000

/** False for the first second: the second press of a double press that opened this page must not sign anything. */
export function useArmed(): boolean {
  const [isArmed, setArmed] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setArmed(true), ARMED_AFTER_MS)
    return () => clearTimeout(timer)
  }, [])
  return isArmed
}
