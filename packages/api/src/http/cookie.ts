import type { SessionCookie } from '../context.ts'

const NAME = '__Host-sid'
const ATTRIBUTES = 'Path=/; Secure; HttpOnly; SameSite=Strict'

/** The session cookie of one exchange; what is written is also what is read from then on. */
export function sessionCookie(header: string | null, responseHeaders: Headers): SessionCookie {
  let sid = readSid(header)
  return {
    read: () => sid,
    write(next) {
      sid = next
      responseHeaders.append('set-cookie', `${NAME}=${next}; ${ATTRIBUTES}`)
    },
    clear() {
      sid = undefined
      responseHeaders.append('set-cookie', `${NAME}=; ${ATTRIBUTES}; Max-Age=0`)
      responseHeaders.set('clear-site-data', '"storage"')
    },
  }
}

/** The cookie's secret; two cookies of the name, or a value of another form, count as none. */
function readSid(header: string | null): string | undefined {
  const pairs = (header ?? '').split(';').map((pair) => pair.trim())
  const found = pairs.filter((pair) => pair.startsWith(`${NAME}=`)).map((pair) => pair.slice(NAME.length + 1))
  const [sid] = found
  return found.length === 1 && sid !== undefined && /^[A-Za-z0-9_-]{43}$/.test(sid) ? sid : undefined
}
