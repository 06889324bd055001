'use client'
import { useEffect, useState } from 'react'

const AWAY_MS = 10 * 60_000
const CHECK_MS = 30_000
let lastInputAt = 0
let listening = false

function listen() {
  if (listening) return
  listening = true
  lastInputAt = Date.now()
  const here = () => {
    lastInputAt = Date.now()
  }
  for (const event of ['pointerdown', 'keydown', 'scroll', 'focus'] as const)
    window.addEventListener(event, here, { passive: true, capture: true })
}

/**
 * An interval for `refetchInterval` that stops when nobody has touched the page for ten minutes: a page that asks by
 * itself must not keep a session alive.
 */
export function usePolling(intervalMs: number): number | false {
  const [away, setAway] = useState(false)
  useEffect(() => {
    listen()
    const timer = setInterval(() => setAway(Date.now() - lastInputAt > AWAY_MS), CHECK_MS)
    const back = () => setAway(false)
    window.addEventListener('pointerdown', back)
    window.addEventListener('keydown', back)
    return () => {
      clearInterval(timer)
      window.removeEventListener('pointerdown', back)
      window.removeEventListener('keydown', back)
    }
  }, [])
  return away ? false : intervalMs
}
