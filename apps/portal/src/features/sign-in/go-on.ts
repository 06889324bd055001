/** Where to go after sign-in: a path of this portal and nothing else. */
export function goOnTo(next: string | null | undefined, locale: string): string {
  const inside =
    typeof next === 'string' && /^\/(?:en|zh-CN)\/[A-Za-z0-9/_?=&%.-]*$/.test(next) && !next.includes('//')
  return inside ? next : `/${locale}/overview`
}

/**
 * Leaves this page for another. Never settles, so the button that led here stays busy until the page is gone: a second
 * press in that moment would change the session, and its answer would find nobody.
 */
export function leaveFor(path: string): Promise<never> {
  window.location.assign(path)
  return new Promise(() => undefined)
}
