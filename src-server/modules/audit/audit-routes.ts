import { auditRoutes } from '../../../src-shared/api/audit.ts'
import type { RegisterRoute } from '../../plugins/register-route.ts'
import type { AuditReadingService } from './audit-reading-service.ts'

export function registerAuditRoutes(register: RegisterRoute, reading: AuditReadingService): void {
  register('listAuditEvents', auditRoutes.listAuditEvents, ({ caller, query, origin }) =>
    reading.listEvents(caller, query, origin),
  )
  register('readAuditProof', auditRoutes.readAuditProof, ({ caller, origin }) => reading.readProof(caller, origin))
}
