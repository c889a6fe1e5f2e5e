import { act, cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import { loadLater } from '../../src-renderer/lib/load-later.tsx'

afterEach(cleanup)

const Greeting = ({ name }: { readonly name: string }) => <p>{`Hello ${name}`}</p>

it('what was read before it is wanted is there at once, and read once', async () => {
  const load = vi.fn(() => Promise.resolve(Greeting))
  const { Component, preload } = loadLater(load)
  await preload()
  await preload()
  render(<Component name="world" />)
  expect(screen.getByText('Hello world')).toBeTruthy()
  expect(load).toHaveBeenCalledOnce()
})

it('what was not read yet comes by itself', async () => {
  const { Component } = loadLater(() => Promise.resolve(Greeting))
  await act(async () => void render(<Component name="world" />))
  expect(screen.getByText('Hello world')).toBeTruthy()
})

it('a file that could not be read in advance is read again when it is wanted', async () => {
  const load = vi.fn(() => Promise.resolve(Greeting)).mockRejectedValueOnce(new Error('gone'))
  const { Component, preload } = loadLater(load)
  await preload()
  await act(async () => void render(<Component name="world" />))
  expect(screen.getByText('Hello world')).toBeTruthy()
  expect(load).toHaveBeenCalledTimes(2)
})
