// Rules that can be checked by reading the source.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const files = ['play', 'screen', 'host', 'organize', 'judge', 'unit', 'report', 'certificates', 'confirm', 'study', 'shared'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(svelte|ts|css|html)$/.test(name))
    .map((name) => ({ path: join(folder, name), text: readFileSync(join(folder, name), 'utf8') })))

const having = (pattern: RegExp) => files.filter((file) => pattern.test(file.text)).map((file) => file.path)

describe('source', () => {
  it('is there', () => expect(files.length).toBeGreaterThan(40))

  it('writes raw HTML for the QR code only', () => {
    expect(having(/\{@html/)).toEqual(['shared/Qr.svelte'])
    const drawn = files.find((file) => file.path === 'shared/Qr.svelte')?.text ?? ''
    expect(drawn.match(/\{@html [^}]*\}/g)).toEqual(['{@html qr}'])
    expect(having(/innerHTML|outerHTML|insertAdjacentHTML|document\.write/)).toEqual([])
  })

  it('has no inline script or style that the content security policy would refuse', () => {
    expect(having(/\sstyle="/)).toEqual([])
    for (const file of files.filter(({ path }) => path.endsWith('.html'))) {
      expect(file.text).not.toMatch(/<style|<script(?![^>]*\ssrc=)|\son\w+=/)
    }
  })

  it('is laid out in logical directions', () => {
    const styles = files.map(({ path, text }) => ({
      path, text: path.endsWith('.css') ? text : (/<style>([\s\S]*)<\/style>/.exec(text)?.[1] ?? ''),
    }))
    expect(styles.filter(({ text }) => text !== '').length).toBeGreaterThan(30)
    const physical = /(margin|padding|border)-(left|right|top|bottom)\b|text-align:\s*(left|right)|float:|^\s*(left|right|top|bottom|width|height|min-width|max-width|min-height|max-height):/m
    expect(styles.filter(({ text }) => physical.test(text)).map(({ path }) => path)).toEqual([])
  })

  it('never makes text unreadable with opacity', () => {
    const with_opacity = files.filter((file) => /opacity:\s*0?\.\d/.test(file.text))
    expect(with_opacity.map((file) => file.path)).toEqual([])
  })

  it('talks to its own server only', () => {
    const hosts = files.flatMap((file) => file.text.match(/https?:\/\/[\w.-]+/g) ?? [])
    expect(hosts.filter((host) => host !== 'http://www.w3.org')).toEqual([])
  })

  it('asks phones to fetch no words of other pages', () => {
    const phone = files.filter((file) => file.path.startsWith('play') || file.path.startsWith('shared'))
    expect(phone.filter((file) => /'(host|judge|next|phase|screen|desk|start|bank|import|make|check|open|poster|report|failure|fault|kind|tag|contest)\.\w+'/.test(file.text)).map((file) => file.path)).toEqual([])
  })

  it('asks for the words of the stage only where they are there', () => {
    expect(having(/'stage\.\w+'|`stage\./).filter((path) => !path.startsWith('play/stage/'))).toEqual([])
  })

  it('asks for the words of contests over days only where they are there', () => {
    expect(having(/'win\.\w+'|`win\./).filter((path) => !path.startsWith('play/window/'))).toEqual([])
  })

  it('keeps its files small', () => {
    expect(files.filter((file) => file.text.split('\n').length > 300).map((file) => file.path)).toEqual([])
  })
})
