import { useMutation } from '@tanstack/react-query'
import type { IpcInput } from '../../../../src-shared/ipc/bridge.ts'
import { unwrap } from '../../../lib/desk.ts'
import { useDesk } from '../../../lib/desk-context.tsx'

/** The steps of one identity verification. Answers are passed on and kept nowhere in the page’s caches. */
export function useVerificationSteps(userId: string) {
  const desk = useDesk()
  const start = useMutation({ mutationFn: () => unwrap(desk.verifications.start({ userId })) })
  const conclude = useMutation({
    mutationFn: (conclusion: IpcInput<'verifications', 'conclude'>) => unwrap(desk.verifications.conclude(conclusion)),
  })
  /** How it stands, when a step was refused because it has ended: out of time, or by an answer that got lost. */
  const look = useMutation({
    mutationFn: (verificationId: string) => unwrap(desk.verifications.read({ verificationId })),
  })
  return { start, conclude, look }
}

/** Has the server compare one answer; the text is closed over by the caller’s state and forgotten with it. */
export function useAnswer(
  input: IpcInput<'verifications', 'answer'>,
  onAnswered: (match: boolean, left: number) => void,
) {
  const desk = useDesk()
  return useMutation({
    mutationFn: () => unwrap(desk.verifications.answer(input)),
    onSuccess: ({ match, attemptsLeft }) => onAnswered(match, attemptsLeft),
  })
}
