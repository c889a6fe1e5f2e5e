import { useMutation } from '@tanstack/react-query'
import type { ClipboardView } from '../../../../src-shared/ipc/contract.ts'
import { unwrap } from '../../../lib/desk.ts'
import { useDesk } from '../../../lib/desk-context.tsx'
import { useDeskState } from '../../../lib/desk-state.tsx'

/** Has the main process put the password on the clipboard; the page names the reissue only (E34). */
export function useCopyTemporaryPassword(reissueId: string, onCopied: (view: ClipboardView) => void) {
  const desk = useDesk()
  const { applyClipboard } = useDeskState()
  return useMutation({
    mutationFn: () => unwrap(desk.clipboard.copyTemporaryPassword({ reissueId })),
    onSuccess: (view) => {
      applyClipboard(view)
      onCopied(view)
    },
  })
}
