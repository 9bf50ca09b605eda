import '../shared/base.css'
import './report.css'
import { mount } from 'svelte'
import { lang } from '../shared/lang.svelte'
import { startTheme } from '../shared/theme'
import Report from './Report.svelte'
import { sheet, WORDS } from './words.svelte'

startTheme()
sheet.tags = [lang.chosen]
void Promise.all([lang.start(WORDS), sheet.load()]).then(() => mount(Report, { target: document.getElementById('app') ?? document.body }))
