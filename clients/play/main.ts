import '../shared/base.css'
import { mount } from 'svelte'
import { startTheme } from '../shared/theme'
import Play from './Play.svelte'

startTheme()
mount(Play, { target: document.getElementById('app') ?? document.body })
