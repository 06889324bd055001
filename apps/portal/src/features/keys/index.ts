export { SoftwareMark } from './software-mark.tsx'
