/** Where to go after sign-in: a path of this portal and nothing else. */
export function goOnTo(next: string | null | undefined, locale: string): string {
  const inside =
    typeof next === 'string' && /^\/(?:en|zh-CN)\/[A-Za-z0-9/_?=&%.-]*$/.test(next) && !next.includes('//')
  return inside ? next : `/${locale}/overview`
}
