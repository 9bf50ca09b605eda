// Eight questions of the seven kinds in Arabic and English: what the pages look like from right to left.
import { zip } from '../integration/lib/zip.mjs'
import { picture } from '../e2e/lib/media.mjs'

const text = (ar, en) => ({ ar, en })
const options = (...list) => list.map(([ar, en], i) => ({ id: 'abcdefgh'[i], text: text(ar, en) }))

const bank = {
  format: 'question-bank', version: 1, id: 'arabic', title: text('العالم من حولنا', 'The world around us'), default_language: 'ar', languages: ['ar', 'en'],
  license: 'CC0-1.0', defaults: { points: 10 },
  media: [{ id: 'lake', kind: 'image', file: 'media/lake.svg', alt: text('جبل بجانب بحيرة', 'A mountain by a lake') }],
  questions: [
    {
      id: 'ocean', type: 'single', stem: text('ما هو أكبر محيط في العالم؟', 'Which ocean is the largest?'),
      options: options(['المحيط الأطلسي', 'Atlantic Ocean'], ['المحيط الهادئ', 'Pacific Ocean'], ['المحيط الهندي', 'Indian Ocean'], ['المحيط المتجمد الشمالي', 'Arctic Ocean']),
      answer: { correct: ['b'] }, explanation: text('يغطي نحو ثلث سطح الأرض.', 'It covers about a third of the Earth.'),
    },
    {
      id: 'lake', type: 'single', stem: text('ما الذي يظهر في أسفل الصورة؟', 'What is at the foot of the picture?'), media: [{ ref: 'lake' }],
      options: options(['بحيرة', 'A lake'], ['صحراء', 'A desert'], ['مدينة', 'A town']), answer: { correct: ['a'] },
    },
    {
      id: 'planets', type: 'multiple', stem: text('أيّ من هذه كواكب؟', 'Which of these are planets?'),
      options: options(['المريخ', 'Mars'], ['القمر', 'The Moon'], ['زحل', 'Saturn'], ['الشمس', 'The Sun'], ['الزهرة', 'Venus']), answer: { correct: ['a', 'c', 'e'] },
    },
    { id: 'whale', type: 'truefalse', stem: text('الحوت من الأسماك.', 'A whale is a fish.'), answer: { value: false } },
    {
      id: 'marathon', type: 'numeric', stem: text('كم يبلغ طول سباق الماراثون؟', 'How long is a marathon?'),
      answer: { accept: [{ value: '42.195', tolerance: '0.2' }], unit: text('كم', 'km') },
    },
    {
      id: 'nile', type: 'text', stem: text('يصب نهر النيل في البحر ____.', 'The Nile flows into the ____ Sea.'),
      answer: { blanks: [{ accept: [{ text: 'المتوسط', lang: 'ar' }, { text: 'Mediterranean', lang: 'en' }] }] },
    },
    {
      id: 'times', type: 'ordering', stem: text('رتّب من الأقصر إلى الأطول', 'From the shortest to the longest'),
      options: options(['ساعة', 'Hour'], ['ثانية', 'Second'], ['يوم', 'Day'], ['دقيقة', 'Minute']), answer: { order: ['b', 'd', 'a', 'c'] },
    },
    {
      id: 'young', type: 'matching', stem: text('صِل كل حيوان بصغيره', 'Match each animal with its young'),
      options: options(['الكلب', 'Dog'], ['القطة', 'Cat'], ['الحصان', 'Horse']),
      targets: [['r1', 'قُطيط', 'Kitten'], ['r2', 'جرو', 'Puppy'], ['r3', 'مُهر', 'Foal']].map(([id, ar, en]) => ({ id, text: text(ar, en) })),
      answer: { pairs: [['a', 'r2'], ['b', 'r1'], ['c', 'r3']] },
    },
  ],
}

/** The package, as somebody would import it. */
export const arabic = () => zip([{ name: 'bank.json', data: JSON.stringify(bank) }, { name: 'media/lake.svg', data: picture(800, 600) }])
