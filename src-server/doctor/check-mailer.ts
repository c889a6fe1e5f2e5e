import { createTransport } from 'nodemailer'
import type { MailConfiguration } from '../config/read-configuration.ts'
import { toSmtpOptions } from '../modules/notifications/nodemailer-mail-transport.ts'
import { fail, nameError, ok, warn, type Finding } from './finding.ts'

const what = 'mailer'
const timeouts = { connectMs: 5000, silenceMs: 5000, totalMs: 10_000 }

/**
 * Whether the mail server takes us: connects, greets, encrypts and logs in as for a mail, and sends none. `unsent`: how many
 * notices wait; undefined when nobody knows.
 */
export async function checkMailer(mail: MailConfiguration | undefined, unsent: number | undefined): Promise<Finding> {
  const waiting = unsent === undefined ? '' : `; ${unsent} are waiting`
  if (!mail) {
    return warn(what, `SAIHAKKO_SMTP_URL is unset: notices stay in the outbox${waiting}`, 'Set it to have them sent')
  }
  const transport = createTransport(toSmtpOptions(mail.smtpUrl, timeouts))
  try {
    await transport.verify()
    return ok(what, `the mail server takes us${waiting}`)
  } catch (error) {
    const found = `the mail server does not take us (${nameError(error)})${waiting}`
    return fail(what, found, 'Check SAIHAKKO_SMTP_URL and the mail server; reissues go on meanwhile')
  } finally {
    transport.close()
  }
}
