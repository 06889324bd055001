export { LinkDialog } from './link-dialog.tsx'
export { QrCode } from './qr-code.tsx'
