import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { MailOutcome } from '../../../src-server/modules/notifications/mail-transport-port.ts'
import { createNodemailerTransport } from '../../../src-server/modules/notifications/nodemailer-mail-transport.ts'
import { startMailServer, type MailServer, type MailServerOptions } from '../../support/mail-server.ts'

/** The loopback under a name that does not count as this machine: as far as the transport knows, another host. */
const otherHost = '[::ffff:127.0.0.1]'
const mail = {
  to: 'someone@example.test',
  subject: '件名',
  text: '本文',
  messageId: 'id@example.test',
  date: new Date(),
}

interface CertificateFiles {
  readonly cert: string
  readonly key: string
}

let files: CertificateFiles | undefined
let mailServer: MailServer | undefined
const initialAuthorities = getCACertificates('default')
beforeAll(() => {
  files = makeCertificate()
})
afterEach(async () => {
  setDefaultCACertificates(initialAuthorities)
  await mailServer?.close()
  mailServer = undefined
})
afterAll(() => setDefaultCACertificates(initialAuthorities))

const start = async (smtp: NonNullable<MailServerOptions['smtp']> = {}): Promise<MailServer> => {
  mailServer = await startMailServer({ smtp })
  return mailServer
}
const sendTo = (smtpUrl: string): Promise<MailOutcome> =>
  createNodemailerTransport({ smtpUrl, from: 'desk@example.test' }).send(mail, new AbortController().signal)

describe('the account at the mail server', () => {
  it('is never told in the clear to another machine: without STARTTLS nothing is sent', async () => {
    const { port, accounts, mails } = await start({ allowInsecureAuth: true })
    expect(await sendTo(`smtp://desk:s3cret@${otherHost}:${port}`)).toEqual({
      kind: 'failed',
      code: expect.any(String),
      isUnreachable: true,
    })
    expect([accounts, mails]).toEqual([[], []])
  })

  it('is not told to a machine whose certificate nobody vouches for', async ({ skip }) => {
    const given = files ?? skip('openssl is not here to make a certificate')
    const { port, accounts, mails } = await start({ disabledCommands: [], ...given })
    expect(await sendTo(`smtp://desk:s3cret@${otherHost}:${port}`)).toMatchObject({ kind: 'failed' })
    expect([accounts, mails]).toEqual([[], []])
  })

  it('is told over STARTTLS, and over smtps://, to one whose certificate is right', async ({ skip }) => {
    const given = files ?? skip('openssl is not here to make a certificate')
    setDefaultCACertificates([...initialAuthorities, given.cert])
    const upgraded = await start({ disabledCommands: [], ...given })
    expect(await sendTo(`smtp://desk:s%40cret@${otherHost}:${upgraded.port}`)).toEqual({ kind: 'sent' })
    expect([upgraded.accounts, upgraded.mails.length]).toEqual([['desk:s@cret'], 1])
    await upgraded.close()
    const { port, accounts, mails } = await start({ secure: true, ...given })
    expect(await sendTo(`smtps://desk:s3cret@127.0.0.1:${port}`)).toEqual({ kind: 'sent' })
    expect([accounts, mails.length]).toEqual([['desk:s3cret'], 1])
  })

  it('is told within this machine as it is', async () => {
    const { port, accounts } = await start({ allowInsecureAuth: true })
    expect(await sendTo(`smtp://desk:s3cret@127.0.0.1:${port}`)).toEqual({ kind: 'sent' })
    expect(accounts).toEqual(['desk:s3cret'])
  })
})

describe('without an account', () => {
  it('a mail goes to a relay that offers no TLS', async () => {
    const { port, mails } = await start()
    expect(await sendTo(`smtp://${otherHost}:${port}`)).toEqual({ kind: 'sent' })
    expect(mails).toHaveLength(1)
  })
})

function makeCertificate(): CertificateFiles | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'saihakko-mail-'))
  const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')]
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2', '-subj', '/CN=mail']
  const names = ['-addext', 'subjectAltName=IP:127.0.0.1,IP:::ffff:127.0.0.1']
  const made = spawnSync('openssl', ['req', '-x509', ...kind, ...names, '-keyout', key, '-out', cert])
  const texts = made.status === 0 ? { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') } : undefined
  rmSync(folder, { recursive: true, force: true })
  return texts
}
