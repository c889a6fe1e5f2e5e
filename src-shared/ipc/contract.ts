import { z } from 'zod'
import { policySchema } from '../api/policy.ts'
import { reissuePageSchema, reissueReceiptSchema, reissueRoutes, suggestionSchema } from '../api/reissues.ts'
import { sessionSchema } from '../api/sessions.ts'
import {
  startedVerificationSchema,
  verificationPageSchema,
  verificationRoutes,
  verificationSchema,
} from '../api/verifications.ts'
import { userConditionsSchema, userDetailSchema, userPageSchema } from '../api/users.ts'
import { pageQuery } from '../api/lists.ts'
import { loginIdSchema, passwordSchema, userIdSchema } from '../domain/identifiers.ts'
import { instantSchema } from '../domain/instant-schema.ts'
import { errorCodeSchema } from '../errors/error-schema.ts'
import type { Area, ChannelNames, EventName } from './channel-names.ts'

export const languageSchema = z.enum(['ja', 'en'])
export const themeSchema = z.enum(['system', 'light', 'dark'])
export const settingsSchema = z.object({ language: languageSchema, theme: themeSchema })
export type Settings = z.infer<typeof settingsSchema>

/** An account of the sample data, to be shown on the “try it” card; its password was made at the first start. */
export const sampleAccountSchema = z.object({
  loginId: z.string(),
  password: z.string(),
  role: z.enum(['staff', 'administrator', 'helpdesk']),
  memberName: z.string(),
  userName: z.string(),
})
export type SampleAccount = z.infer<typeof sampleAccountSchema>

export const appInfoSchema = z.object({
  version: z.string(),
  /** What shows the window: Electron, or the Chromium host that stands in for it. */
  host: z.enum(['electron', 'chromium']),
  serverUrl: z.string(),
  /** Set when the app runs its own trial server; `accounts` only while their passwords are known (the first start). */
  trial: z.object({ accounts: z.array(sampleAccountSchema) }).optional(),
})
export type AppInfo = z.infer<typeof appInfoSchema>

/** Who is logged in, as far as the page may know: never the token. */
export const sessionViewSchema = z.object({
  session: sessionSchema.nullable(),
  locked: z.boolean(),
  /** Why the session ended by itself, for the login screen to tell. */
  endedBecause: errorCodeSchema.optional(),
})
export type SessionView = z.infer<typeof sessionViewSchema>

export const clipboardViewSchema = z.object({
  reissueId: z.string().nullable(),
  /** When the copied password will be cleared; null when nothing of ours is held. */
  clearsAt: instantSchema.nullable(),
})
export type ClipboardView = z.infer<typeof clipboardViewSchema>

export const connectionViewSchema = z.object({ state: z.enum(['connected', 'unreachable']) })
export type ConnectionView = z.infer<typeof connectionViewSchema>

interface Channel {
  readonly input: z.ZodType
  readonly output: z.ZodType
}

const nothing = z.strictObject({})
const oneVerification = { verificationId: z.uuid() }

/** Input and output of every channel, parsed by the main process both ways. */
export const ipcContract = {
  app: {
    readInfo: { input: nothing, output: appInfoSchema },
    readSettings: { input: nothing, output: settingsSchema },
    updateSettings: { input: settingsSchema.partial().strict(), output: settingsSchema },
  },
  session: {
    read: { input: nothing, output: sessionViewSchema },
    logIn: { input: z.strictObject({ loginId: loginIdSchema, password: passwordSchema }), output: sessionViewSchema },
    logOut: { input: nothing, output: sessionViewSchema },
    /** Without `currentPassword` the one just used to log in is meant: for the forced choice after a temporary password. */
    choosePassword: {
      input: z.strictObject({ currentPassword: passwordSchema.optional(), newPassword: passwordSchema }),
      output: sessionViewSchema,
    },
    lock: { input: nothing, output: sessionViewSchema },
    unlock: { input: z.strictObject({ password: passwordSchema }), output: sessionViewSchema },
    /** The own password once more, when the server asks for it before it acts (P14); everything on the screen stays. */
    reauthenticate: { input: z.strictObject({ password: passwordSchema }), output: sessionViewSchema },
  },
  policy: {
    read: { input: nothing, output: policySchema },
  },
  users: {
    search: { input: userConditionsSchema.extend(pageQuery), output: userPageSchema },
    read: { input: z.strictObject({ userId: userIdSchema }), output: userDetailSchema },
  },
  verifications: {
    start: { input: verificationRoutes.startVerification.body, output: startedVerificationSchema },
    answer: {
      input: verificationRoutes.answerVerification.body.extend(oneVerification),
      output: verificationRoutes.answerVerification.success.body,
    },
    conclude: {
      input: verificationRoutes.concludeVerification.body.extend(oneVerification),
      output: verificationSchema,
    },
    read: { input: z.strictObject(oneVerification), output: verificationSchema },
    list: { input: verificationRoutes.listVerifications.query, output: verificationPageSchema },
    decide: {
      input: verificationRoutes.decideVerification.body.extend(oneVerification),
      output: verificationSchema,
    },
  },
  reissues: {
    suggest: {
      input: z.strictObject({ userId: userIdSchema }),
      /** The proof of the suggestion stays in the main process. */
      output: suggestionSchema.omit({ suggestionToken: true }),
    },
    issue: {
      input: z.strictObject({
        userId: userIdSchema,
        temporaryPassword: z.string().min(1).max(128),
        note: z.string().max(200).optional(),
        /** The passed verification that the helpdesk’s reissue uses up. */
        verificationId: z.uuid().optional(),
      }),
      output: reissueReceiptSchema,
    },
    /** The done screen was left: the main process forgets the temporary password. */
    discardSecret: { input: z.strictObject({ reissueId: z.uuid() }), output: nothing },
    list: { input: reissueRoutes.listReissues.query, output: reissuePageSchema },
  },
  clipboard: {
    /** By the reissue’s id: the page never puts text of its own on the clipboard (E34). */
    copyTemporaryPassword: { input: z.strictObject({ reissueId: z.uuid() }), output: clipboardViewSchema },
  },
} as const satisfies { readonly [A in Area]: { readonly [N in ChannelNames[A][number]]: Channel } }
export type IpcContract = typeof ipcContract

export const ipcEvents = {
  sessionChanged: sessionViewSchema,
  connectionChanged: connectionViewSchema,
  clipboardChanged: clipboardViewSchema,
} as const satisfies { readonly [N in EventName]: z.ZodType }
