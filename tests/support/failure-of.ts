import { AppError } from '../../src-shared/errors/catalogue.ts'

/** The `AppError` that a call fails with; anything else fails the test. */
export async function failureOf(call: Promise<unknown>): Promise<AppError> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof AppError)) throw new Error('expected an AppError')
  return error
}
