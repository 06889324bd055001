export { type Session, SessionProvider, useSession } from './session.tsx'
export { useAddActKey, useAddKey } from './use-add-key.ts'
export { usePolling } from './use-polling.ts'
export { useSteppedUp } from './use-stepped-up.ts'
