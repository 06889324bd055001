export { ActSheet, type ActSheetProps, Risks, SixWords } from './act-sheet.tsx'
export { Amount, type AmountProps, type Element, ElementMark } from './amount.tsx'
export { Button, type ButtonProps, buttonLook } from './button.tsx'
export { Changes, type ChangesProps } from './changes.tsx'
export { classNames } from './class-names.ts'
export { Dialog, type DialogProps, Drawer } from './dialog.tsx'
export { type BadRow, FileDrop, type FileDropProps, type FilePreview } from './file-drop.tsx'
export { ErrorSummary, type FieldError, FormField, type FormFieldProps, useField } from './form-field.tsx'
export { formatShare, shareOf } from './format-share.ts'
export { formatUnits, plainUnits } from './format-units.ts'
export { Hash, type HashProps, shortHash } from './hash.tsx'
export { Menu, type MenuGroup, type MenuItem } from './menu.tsx'
export { EmptyState, Facts, Notice, RefusalNotice, type RefusalNoticeProps, Skeleton } from './notices.tsx'
export { PageHeader, Section } from './page-header.tsx'
export { PagedTable, type PagedTableProps } from './paged-table.tsx'
export { Paper, type PaperProps } from './paper.tsx'
export { Progress, type ProgressProps } from './progress.tsx'
export { UiProvider, type UiSettings, type UiWords, useUi } from './provider.tsx'
export { saveCsv, saveFile } from './save-file.ts'
export { Guilloche, Seal, type SealProps } from './seal.tsx'
export { Stat, StatRow } from './stat.tsx'
export { Table, type TableProps } from './table.tsx'
export type { Column } from './table-view.ts'
export { type Tab, Tabs, type TabsProps } from './tabs.tsx'
export { type StateTone, Status, Tag, type Tone } from './tag.tsx'
export {
  Checkbox,
  Select,
  type SelectOption,
  type SelectProps,
  TextArea,
  TextInput,
  type TextInputProps,
} from './text-input.tsx'
export { Timeline, type TimelineEvent } from './timeline.tsx'
export { JobTray, type Toast, ToastProvider, type TrayJob, useToast } from './toast.tsx'
export { type KeptView, useKeptView } from './use-table-view.ts'
