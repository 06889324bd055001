export { HaltDesk } from './halt-desk.tsx'
export { HaltNotice } from './halt-notice.tsx'
