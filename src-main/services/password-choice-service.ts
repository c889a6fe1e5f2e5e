import type { Session } from '../../src-shared/api/sessions.ts'
import { AppError } from '../../src-shared/errors/catalogue.ts'
import { codeOf, isOutOfReach } from './session-policy.ts'

/** Whoever chooses, as they were when they pressed the button. */
export interface Choosing {
  readonly token: string
  readonly session: Session
  /** The temporary password that was just used to log in. */
  readonly loginPassword?: string
}

export interface PasswordChoiceDependencies {
  readonly readSession: () => Promise<Session>
  readonly sendChoice: (currentPassword: string, newPassword: string) => Promise<unknown>
  /** Whether that person is still at the desk, unlocked: otherwise no password may be remembered. */
  readonly isStillOpen: (asked: Choosing) => boolean
}

/** Chooses a new password once, also when the answer is lost on the way (U22). */
export function createPasswordChoiceService({ readSession, sendChoice, isStillOpen }: PasswordChoiceDependencies) {
  /** The new password of a forced choice whose answer was lost: it may have been set. */
  let tried: { readonly token: string; readonly password: string } | undefined

  /** Whether a forced choice whose answer was lost has been made after all: then the session need not change any more. */
  async function wasChosen(): Promise<boolean> {
    try {
      return !(await readSession()).mustChangePassword
    } catch (error) {
      const isUnknown = error instanceof AppError && isOutOfReach(error)
      throw isUnknown ? new AppError('password_outcome_unknown', error.facts) : error
    }
  }

  async function send(asked: Choosing, currentPassword: string, newPassword: string): Promise<void> {
    try {
      await sendChoice(currentPassword, newPassword)
    } catch (error) {
      if (!(error instanceof AppError) || codeOf(error) !== 'outcome_unknown') throw error
      const isForced = asked.session.mustChangePassword
      if (isForced && isStillOpen(asked)) tried = { token: asked.token, password: newPassword }
      if (!isForced || !(await wasChosen())) throw new AppError('password_outcome_unknown', error.facts)
    }
  }

  return {
    /** Without `typedCurrent` the temporary password that was just used to log in is replaced. */
    async choose(asked: Choosing, newPassword: string, typedCurrent?: string): Promise<void> {
      const earlier = tried?.token === asked.token && (await wasChosen()) ? tried?.password : undefined
      const currentPassword = earlier ?? typedCurrent ?? asked.loginPassword
      if (currentPassword === undefined) throw new AppError('invalid_credentials')
      if (earlier !== newPassword) await send(asked, currentPassword, newPassword)
    },

    forget(): void {
      tried = undefined
    },
  }
}
