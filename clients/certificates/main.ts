import '../shared/base.css'
import './certificates.css'
import { mount } from 'svelte'
import { lang } from '../shared/lang.svelte'
import { startTheme } from '../shared/theme'
import { sheet, WORDS } from '../report/words.svelte'
import Certificates from './Certificates.svelte'

startTheme()
sheet.tags = [lang.chosen]
void Promise.all([lang.start(WORDS), sheet.load()]).then(() => mount(Certificates, { target: document.getElementById('app') ?? document.body }))
