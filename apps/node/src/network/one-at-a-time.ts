/** Does things of one name one after the other, however the one before ended; of different names side by side. */
export function oneAtATime(): <T>(name: string, act: () => Promise<T>) => Promise<T> {
  const last = new Map<string, Promise<unknown>>()
  return (name, act) => {
    const now = (last.get(name) ?? Promise.resolve()).then(act, act)
    const over = () => {
      if (last.get(name) === now) last.delete(name)
    }
    last.set(name, now)
    now.then(over, over)
    return now
  }
}
