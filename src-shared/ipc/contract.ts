import { z } from 'zod'
import { policySchema } from '../api/policy.ts'
import {
  historyConditions,
  reissuePageSchema,
  reissueReceiptSchema,
  reissueRoutes,
  suggestionSchema,
} from '../api/reissues.ts'
import { reissueStatisticsSchema } from '../api/reissue-statistics.ts'
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
import { menuCommandSchema } from './command-schema.ts'
import { placeSchema } from './place-schema.ts'
import { connectionViewSchema, serverAddressSchema, serverCheckSchema, serverViewSchema } from './server-schema.ts'
import { languageSchema, settingsSchema, settingsViewSchema } from './settings-schema.ts'
import { printOrderSchema, slipOrderSchema } from './slip-schema.ts'
import { updateViewSchema } from './update-schema.ts'

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
  /** Whether what has to be kept over a restart lies in the system’s keychain; otherwise it ends with the app (E35, E36). */
  storage: z.enum(['keychain', 'memory']),
  /** Null until a server has been chosen: the first start. */
  serverUrl: z.string().nullable(),
  /** Set when the app runs its own trial server; `accounts` only while their passwords are known (the first start). */
  trial: z.object({ accounts: z.array(sampleAccountSchema) }).optional(),
})
export type AppInfo = z.infer<typeof appInfoSchema>

/** Who is logged in, as far as the page may know: never the token. */
export const sessionViewSchema = z.object({
  session: sessionSchema.nullable(),
  locked: z.boolean(),
  /** Unlocked without the server: only what was kept for review can be read. */
  isOffline: z.boolean(),
  /** Why the session ended by itself, for the login screen to tell; `session_expired` is told by the lock screen. */
  endedBecause: errorCodeSchema.optional(),
  /** Why the desk is locked, when neither the person asked for it nor the session ran out. */
  lockedBecause: z.enum(['idle', 'system', 'restart']).optional(),
})
export type SessionView = z.infer<typeof sessionViewSchema>

export const clipboardViewSchema = z.object({
  reissueId: z.string().nullable(),
  /** When the copied password will be cleared; null when nothing of ours is held. */
  clearsAt: instantSchema.nullable(),
})
export type ClipboardView = z.infer<typeof clipboardViewSchema>

/** The history kept on this machine for review without the server. */
export const offlineHistoryViewSchema = z.object({
  /** `disk`: encrypted, over restarts; `memory`: until the app ends; `none`: nothing is kept for this person. */
  kept: z.enum(['disk', 'memory', 'none']),
  entries: z.int().nonnegative(),
  /** The server’s word as of when. */
  asOf: instantSchema.nullable(),
  /** Erased then, unless the server has been reached before. */
  keptUntil: instantSchema.nullable(),
})
export type OfflineHistoryView = z.infer<typeof offlineHistoryViewSchema>

/** A page of the history; `asOf` is null when it is the server’s answer of this moment. */
export const historyPageSchema = reissuePageSchema.extend({ asOf: instantSchema.nullable() })
export type HistoryPage = z.infer<typeof historyPageSchema>

/** Reissues per day; `asOf` is null when it is the server’s answer of this moment. */
export const historySummarySchema = reissueStatisticsSchema.extend({ asOf: instantSchema.nullable() })
export type HistorySummary = z.infer<typeof historySummarySchema>

/** An export of the history under way; null when there is none. */
export const historyExportViewSchema = z.object({
  running: z.object({ written: z.int().nonnegative(), total: z.int().nonnegative() }).nullable(),
})
export type HistoryExportView = z.infer<typeof historyExportViewSchema>

/** What a diagnostics file would hold, to be read before it is saved (E46). */
export const diagnosticsSchema = z.object({ fileName: z.string(), text: z.string() })

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
    readSettings: { input: nothing, output: settingsViewSchema },
    /** Fails with `setting_locked` for what the organisation has fixed. */
    updateSettings: { input: settingsSchema.partial().strict(), output: settingsViewSchema },
    /** Keeps the window out of screen captures while a temporary password is on it; asked before it is painted (E39). */
    protectContent: { input: z.strictObject({ isOn: z.boolean() }), output: nothing },
  },
  server: {
    read: { input: nothing, output: serverViewSchema },
    readConnection: { input: nothing, output: connectionViewSchema },
    /** Looks at an address without changing anything; what is wrong with it is an outcome, not an error. */
    check: { input: z.strictObject({ url: serverAddressSchema }), output: serverCheckSchema },
    /** Works with this server from now on. `trustedFingerprint`: a person has compared it. Ends the session; the page is loaded anew. */
    connect: {
      input: z.strictObject({ url: serverAddressSchema, trustedFingerprint: z.string().max(95).optional() }),
      output: serverViewSchema,
    },
    /** Runs the embedded server with sample members on this machine, and works with it. */
    tryHere: { input: nothing, output: serverViewSchema },
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
    /** From the server, or from what is kept for review while it cannot be reached. */
    list: { input: reissueRoutes.listReissues.query, output: historyPageSchema },
    /** Likewise; the days are those of the caller’s member. */
    summarise: { input: z.strictObject(historyConditions), output: historySummarySchema },
    /** What the page alone can tell; copying and printing are noted by the main process itself. */
    recordHandover: {
      input: z.strictObject({ reissueId: z.uuid(), kind: z.enum(['read_aloud', 'confirmed']) }),
      output: nothing,
    },
  },
  offlineHistory: {
    read: { input: nothing, output: offlineHistoryViewSchema },
  },
  historyExport: {
    /**
     * Asks where to, and writes what the conditions find, as CSV in the language asked for. Answers when it is done, or
     * stopped: then whatever stood at that place before stands there still. One at a time: `conflict` otherwise.
     */
    start: {
      input: z.strictObject({ ...historyConditions, language: languageSchema }),
      output: z.strictObject({ outcome: z.enum(['saved', 'stopped', 'not_chosen']), written: z.int().nonnegative() }),
    },
    cancel: { input: nothing, output: nothing },
  },
  slip: {
    /** By the reissue’s id, like copying. Fails with `slip_without_password`, `secret_gone` or `print_failed`. */
    print: { input: printOrderSchema, output: z.strictObject({ isPrinted: z.boolean() }) },
    /** Asks where to. Never holds the password. */
    savePdf: { input: slipOrderSchema, output: z.strictObject({ isSaved: z.boolean() }) },
  },
  place: {
    /** In the main process’s memory, for the page that follows a lock. */
    keep: { input: placeSchema, output: nothing },
    /** What the same person left behind before the lock; null for anybody else. */
    read: { input: nothing, output: z.strictObject({ place: placeSchema.nullable() }) },
  },
  clipboard: {
    /** By the reissue’s id: the page never puts text of its own on the clipboard (E34). */
    copyTemporaryPassword: { input: z.strictObject({ reissueId: z.uuid() }), output: clipboardViewSchema },
  },
  diagnostics: {
    read: { input: nothing, output: diagnosticsSchema },
    /** Asks where to, and writes what `read` showed. */
    save: { input: nothing, output: z.strictObject({ isSaved: z.boolean() }) },
  },
  updates: {
    read: { input: nothing, output: updateViewSchema },
    check: { input: nothing, output: updateViewSchema },
    /** Restarts the app with the version that was downloaded and verified. */
    install: { input: nothing, output: updateViewSchema },
  },
} as const satisfies { readonly [A in Area]: { readonly [N in ChannelNames[A][number]]: Channel } }
export type IpcContract = typeof ipcContract

export const ipcEvents = {
  sessionChanged: sessionViewSchema,
  connectionChanged: connectionViewSchema,
  clipboardChanged: clipboardViewSchema,
  settingsChanged: settingsViewSchema,
  offlineHistoryChanged: offlineHistoryViewSchema,
  updateChanged: updateViewSchema,
  historyExportChanged: historyExportViewSchema,
  /** Chosen from the window’s menu. */
  commandChosen: menuCommandSchema,
} as const satisfies { readonly [N in EventName]: z.ZodType }
