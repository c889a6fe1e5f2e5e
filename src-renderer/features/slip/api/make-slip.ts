import { useMutation } from '@tanstack/react-query'
import type { PrintOrder, SlipOrder } from '../../../../src-shared/ipc/slip-schema.ts'
import { unwrap } from '../../../lib/desk.ts'
import { useDesk } from '../../../lib/desk-context.tsx'

/** Prints through the system’s dialog; not told when it was called off there. */
export function usePrintSlip(onPrinted: (order: PrintOrder) => void) {
  const desk = useDesk()
  return useMutation({
    mutationFn: (order: PrintOrder) => unwrap(desk.slip.print(order)),
    onSuccess: ({ isPrinted }, order) => {
      if (isPrinted) onPrinted(order)
    },
  })
}

/** Asks where to; not told when no place was chosen. */
export function useSaveSlip(onSaved: () => void) {
  const desk = useDesk()
  return useMutation({
    mutationFn: (order: SlipOrder) => unwrap(desk.slip.savePdf(order)),
    onSuccess: ({ isSaved }) => {
      if (isSaved) onSaved()
    },
  })
}
