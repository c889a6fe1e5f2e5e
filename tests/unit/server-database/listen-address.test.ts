import { expect, it } from 'vitest'
import { formatUrl, isLoopback, parseListenAddress } from '../../../src-server/config/listen-address.ts'

it.each([
  ['127.0.0.1:8443', { host: '127.0.0.1', port: 8443 }],
  ['localhost:0', { host: 'localhost', port: 0 }],
  ['[::1]:443', { host: '::1', port: 443 }],
  ['127.0.0.1', undefined],
  ['127.0.0.1:65536', undefined],
  ['::1:443', undefined],
  ['[localhost]:1', undefined],
  [':1', undefined],
])('reads %s', (text, expected) => {
  expect(parseListenAddress(text)).toEqual(expected)
})

it('knows which addresses only this machine can reach', () => {
  expect(['localhost', '127.0.0.1', '127.9.9.9', '::1'].every(isLoopback)).toBe(true)
  expect(['0.0.0.0', '::', '10.0.0.1', '127.0.0.1.example.test', 'example.test'].some(isLoopback)).toBe(false)
})

it('writes an IPv6 address in brackets', () => {
  expect(formatUrl('https', '::1', 1)).toBe('https://[::1]:1')
})
