// The contest being put together: the draft, kept on this device with every change, the banks it draws from, and
// what the server thinks of it.

import { lang } from '../shared/lang.svelte'
import { forget, load, save } from '../shared/storage'
import { ApiError, get, post, segment } from './api'
import { banksOf, type Draft, draftOf, EMPTY_DRAFT, fileOf } from './draft'
import { allProblems, languagesOf } from './pool'
import { PRESETS, mainFor, presetOf, type Preset } from './presets'
import { pathAt, printed } from './printed'
import { asFailure } from './remote.svelte'
import type { WindowDraft } from './window'
import { session } from './session.svelte'
import type { BankDocument, Located, NewContest, Problem, Verdict } from './types'

const STORED = 'jinbang.organize.draft'
export const CHECK_MS = 350

interface Kept { version: 2; draft: Draft; preset: Preset | null; touched: boolean; titled: boolean }

function kept(): Kept | null {
  try {
    const found = JSON.parse(load(STORED) ?? 'null') as (Omit<Kept, 'version'> & { version: number }) | null
    if (!found || !Array.isArray(found.draft.rounds)) return null
    if (found.version === 2) return { ...found, version: 2 }
    // Kept by an older page, which had no window and left prizes to the rest.
    const draft = draftOf(JSON.stringify(fileOf({ ...EMPTY_DRAFT, ...found.draft })))
    return found.version === 1 && draft ? { ...found, version: 2, draft } : null
  } catch {
    return null
  }
}

export class Maker {
  draft = $state.raw<Draft>(EMPTY_DRAFT)
  preset = $state.raw<Preset | null>(null)
  /** Somebody has changed something since it was filled in. */
  touched = $state.raw(false)
  /** The title is somebody's own. */
  titled = $state.raw(false)
  /** What a preset or a file has replaced. */
  before = $state.raw<Kept | null>(null)
  docs = $state.raw<ReadonlyMap<string, BankDocument>>(new Map())
  verdict = $state.raw<Verdict | null>(null)
  #told = $state.raw<Located[]>([])
  failure = $state.raw<ApiError | null>(null)
  /** The verdict is about the draft as it is now. */
  checked = $state.raw(false)
  opening = $state.raw(false)
  readonly found: boolean
  #asked = new Map<string, Promise<void>>()
  #turn = 0
  #filling = 0

  readonly problems = $derived(allProblems(this.#told, this.checked, this.draft, this.docs))
  readonly file = $derived(printed(fileOf(this.draft)))
  readonly bankIds = $derived(banksOf(this.draft))
  /** What the banks can be played in. */
  readonly possible = $derived([...new Set(this.bankIds.flatMap((id) => {
    const doc = this.docs.get(id)
    return doc ? languagesOf(doc) : []
  }))])
  readonly languages = $derived(this.draft.languages ?? this.possible)
  readonly main = $derived(this.draft.main ?? this.docs.get(this.bankIds[0] ?? '')?.default_language ?? this.languages[0] ?? 'en')

  constructor() {
    const old = kept()
    this.found = old !== null
    if (old) this.#put(old)
    $effect(() => {
      void session.epoch
      for (const id of this.bankIds) void this.#fetch(id)
    })
    $effect(() => {
      void session.epoch
      const { text } = this.file
      this.checked = false
      if (this.draft === EMPTY_DRAFT) return // about to be filled in
      const timer = setTimeout(() => void this.#check(text), CHECK_MS)
      return () => clearTimeout(timer)
    })
  }

  #put({ draft, preset, touched, titled }: Kept): void {
    this.draft = draft
    this.preset = preset
    this.touched = touched
    this.titled = titled
  }

  #keep(): void {
    save(STORED, JSON.stringify({ version: 2, draft: this.draft, preset: this.preset, touched: this.touched, titled: this.titled } satisfies Kept))
  }

  edit(change: Partial<Draft>): void {
    this.draft = { ...this.draft, ...change }
    this.touched = true
    this.#keep()
  }

  /** A change of how a window contest goes. */
  editWindow(change: Partial<WindowDraft>): void {
    const { window } = this.draft
    if (window) this.edit({ window: { ...window, ...change } })
  }

  /** Another draft altogether; the old one can be had back. */
  replace(draft: Draft, preset: Preset | null, titled: boolean): void {
    this.#filling++ // a preset that still waits for its bank comes too late
    this.before = this.touched ? { version: 2, draft: this.draft, preset: this.preset, touched: true, titled: this.titled } : null
    this.#put({ version: 2, draft, preset, touched: preset === null, titled })
    this.#keep()
  }

  back(): void {
    if (!this.before) return
    this.#put(this.before)
    this.before = null
    this.#keep()
  }

  /** A preset over this bank. What the contest is called stays if somebody has chosen it. */
  async fill(preset: Preset, bank: string): Promise<void> {
    const filling = ++this.#filling
    await this.#fetch(bank)
    if (filling !== this.#filling) return
    const doc = this.docs.get(bank) ?? null
    const title = this.titled ? this.draft.title : (doc?.title ?? {})
    const base = this.bankIds.includes(bank) ? { ...this.draft, title } : { ...EMPTY_DRAFT, title, main: mainFor(doc, title, lang.tag) }
    this.replace(presetOf(preset, base, bank, doc), preset, this.titled)
  }

  /** All rounds draw from this bank. */
  async useBank(bank: string): Promise<void> {
    if (!this.touched) return this.fill(this.preset ?? PRESETS[0], bank)
    await this.#fetch(bank)
    const main = mainFor(this.docs.get(bank) ?? null, this.draft.title, lang.tag)
    const { window } = this.draft
    const paper = window?.paper.map((section) => (section.placeholder === null ? { ...section, bank, tags: [] } : section))
    this.edit({
      rounds: this.draft.rounds.map((round) => ({ ...round, bank, ids: null, tags: [] })), languages: null, main, wall: [],
      ...(window && paper ? { window: { ...window, paper } } : {}),
    })
  }

  #fetch(id: string): Promise<void> {
    const asked = this.#asked.get(id) ?? this.#ask(id)
    this.#asked.set(id, asked)
    return asked
  }

  async #ask(id: string): Promise<void> {
    try {
      const { bank } = await get<{ bank: BankDocument }>(`/api/banks/${segment(id)}`)
      this.docs = new Map(this.docs).set(id, bank)
    } catch (error) {
      this.#asked.delete(id)
      if (asFailure(error).status !== 404) this.failure = asFailure(error) // that it is gone, the check says
    }
  }

  async #check(text: string): Promise<void> {
    const turn = ++this.#turn
    try {
      const verdict = await post<Verdict>('/api/contests?dry_run=1', text)
      if (turn !== this.#turn) return
      this.verdict = verdict
      this.#judge(verdict.problems)
    } catch (error) {
      if (turn === this.#turn) this.#refuse(asFailure(error))
    }
  }

  #judge(problems: Problem[]): void {
    const { file } = this
    this.#told = problems.map((problem) => ({ ...problem, path: pathAt(file, problem.line) }))
    this.failure = null
    this.checked = true
  }

  #refuse(failure: ApiError): void {
    const told = (failure.body as { problems?: Problem[] } | null)?.problems
    this.verdict = null
    if (failure.status === 422 && told) this.#judge(told)
    else this.failure = failure
  }

  recheck = (): void => {
    for (const id of this.bankIds) void this.#fetch(id)
    void this.#check(this.file.text)
  }

  /** Makes the contest, once; gives its id, or null and the reasons. */
  async open(): Promise<string | null> {
    if (this.opening) return null
    this.opening = true
    try {
      const { id } = await post<NewContest>('/api/contests', this.file.text)
      this.#turn++ // a check that is still under way has nothing more to say
      forget(STORED)
      return id
    } catch (error) {
      this.#refuse(asFailure(error))
      return null
    } finally {
      this.opening = false
    }
  }
}
