import '../shared/base.css'
import { mount } from 'svelte'
import { startTheme } from '../shared/theme'
import Screen from './Screen.svelte'

startTheme()
mount(Screen, { target: document.getElementById('app') ?? document.body })
