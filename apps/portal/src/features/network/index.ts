export { NodeScreen } from './node-screen.tsx'
