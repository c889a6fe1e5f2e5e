import { describe, expect, it } from 'vitest'
import { AppError } from '../../../../src-shared/errors/catalogue.ts'
import { classifyFailure } from '../../../../src-server/plugins/classify-failure.ts'
import { describeProblem } from '../../../../src-server/plugins/problem-details.ts'
import { chooseRequestId } from '../../../../src-server/plugins/request-id.ts'
import { describeFailure } from '../../../../src-server/plugins/request-log.ts'

const withCode = (code: string): Error => Object.assign(new Error('inside'), { code })

describe('classifyFailure', () => {
  it.each([
    [new AppError('overloaded', { retryAfterSeconds: 2 }), 'overloaded', false],
    [withCode('40P01'), 'conflict', false],
    [withCode('55P03'), 'conflict', false],
    [withCode('57014'), 'overloaded', true],
    [withCode('22008'), 'invalid_request', false],
    [withCode('22P02'), 'invalid_request', false],
    [withCode('220'), 'internal_error', true],
    [withCode('ECONNREFUSED'), 'directory_unavailable', true],
    [withCode('53100'), 'directory_unavailable', true],
    [withCode('53200'), 'directory_unavailable', true],
    [Object.assign(new Error('any'), { isUnconnected: true }), 'directory_unavailable', true],
    [withCode('57P01'), 'internal_error', true],
    [new Error('anything'), 'internal_error', true],
    [new AppError('app_error'), 'internal_error', true],
    ['thrown text', 'internal_error', true],
    [undefined, 'internal_error', true],
  ])('%s: %s', (error, code, unexpected) => expect(classifyFailure(error)).toMatchObject({ code, unexpected }))
})

describe('describeProblem', () => {
  it('keeps the detail of an internal error inside', () => {
    expect(JSON.stringify(describeProblem('internal_error', { detail: 'inside' }, 'r'))).not.toContain('inside')
    expect(describeProblem('not_found', { detail: 'no such thing' }, 'r')).toHaveProperty('detail', 'no such thing')
  })
})

describe('describeFailure: what the log says of an error (P22, P23)', () => {
  it('leaves out what drivers add and what parsers quote', () => {
    const driver = Object.assign(new Error('duplicate key'), {
      code: '23505',
      detail: 'Key (x)=(canary)',
      parameters: ['canary'],
    })
    const parser = new SyntaxError('Unexpected token in {"password":"canary"')
    const described =
      JSON.stringify(describeFailure(new Error('outer', { cause: new Error('middle', { cause: driver }) }))) +
      JSON.stringify(describeFailure(parser))
    expect(described).not.toContain('canary')
    expect(described).toContain('23505')
  })

  it('leaves out the values that the database quotes from wrong data (class 22)', () => {
    const wrong = Object.assign(new Error('date/time field value out of range: "canary"'), { code: '22008' })
    const described = JSON.stringify(describeFailure(new Error('outer', { cause: wrong })))
    expect(described).not.toContain('canary')
    expect(described).toContain('22008')
  })

  it('ends, however deep the causes', () => {
    const error = new Error('loop')
    error.cause = error
    expect(JSON.stringify(describeFailure(error)).length).toBeLessThan(20_000)
  })
})

describe('chooseRequestId (P23)', () => {
  it.each(['desk-1', 'a.b_c-D9', 'x'.repeat(64)])('takes %s', (given) => {
    expect(chooseRequestId({ headers: { 'x-request-id': given } })).toBe(given)
  })
  it.each(['', 'a b', 'a\r\nb', '\u001b[31m', 'ａ', '\u202e', 'x'.repeat(65)])('replaces %j', (given) => {
    expect(chooseRequestId({ headers: { 'x-request-id': given } })).toMatch(/^[\da-f]{8}-/)
  })
})
