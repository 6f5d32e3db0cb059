/**
 * What the assessments rest on, by date of validity. `confirmed` only where both the text and its first day of force were
 * read in a source; the two Shanghai regulations carry the date of the text that was read. The Code that took
 * the noise law's place on 2026-08-15 was not, so its articles stand as 条号待核.
 */
import type { Plates } from '../../shared/domain/district/events.ts';

type Basis = Plates['legalBases'][number];

/** First day and last day of the noise law of 2021. */
const noiseLaw = { effectiveFrom: '2022-06-05', effectiveTo: '2026-08-14', confirmed: true } as const;
const code = { effectiveFrom: '2026-08-15', confirmed: false } as const;
const law = '中华人民共和国噪声污染防治法';
const ecologicalCode = '中华人民共和国生态环境法典';
const unknownArticle = '条号待核';

export const legalBases: Basis[] = [
  {
    id: 'noise-law-43',
    matter: 'constructionNoise',
    title: law,
    article: '第四十三条',
    gist: '噪声敏感建筑物集中区域夜间不得从事产生噪声的施工作业；抢修抢险，或因工艺等特殊需要连续作业并有证明、已在现场公示的除外。',
    ...noiseLaw,
  },
  {
    id: 'noise-law-77',
    matter: 'constructionNoise',
    title: law,
    article: '第七十七条',
    gist: '超标排放建筑施工噪声，或未取得证明夜间施工：责令改正，处一万元以上十万元以下罚款；拒不改正的，可责令暂停施工。',
    ...noiseLaw,
  },
  {
    id: 'noise-law-78',
    matter: 'constructionNoise',
    title: law,
    article: '第七十八条',
    gist: '夜间连续作业未按规定公告附近居民等：责令改正，处五千元以上五万元以下罚款；拒不改正的，处五万元以上二十万元以下罚款。',
    ...noiseLaw,
  },
  {
    id: 'noise-law-88',
    matter: 'constructionNoise',
    title: law,
    article: '第八十八条',
    gist: '夜间指晚上十点至次日早晨六点；当地可另行规定，时长为八小时。',
    ...noiseLaw,
  },
  {
    id: 'noise-law-33',
    matter: 'constructionNoise',
    title: law,
    article: '第三十三条',
    gist: '中考、高考等考试期间，可对产生噪声的活动作时间和区域限制。',
    ...noiseLaw,
  },
  {
    id: 'eco-code-night',
    matter: 'constructionNoise',
    title: ecologicalCode,
    article: unknownArticle,
    gist: '夜间建筑施工噪声（条文未见原文，使用前请法制员核对）。',
    ...code,
  },
  {
    id: 'sh-enforcement-11-5',
    matter: 'constructionNoise',
    title: '上海市城市管理行政执法条例',
    article: '第十一条第（五）项',
    gist: '未经批准或者未按批准要求夜间建筑施工造成噪声污染等，不需经仪器测试即可判定的违法行为，由城管执法部门处罚。',
    effectiveFrom: '2018-05-24',
    confirmed: true,
  },
  {
    id: 'sh-environment-54',
    matter: 'constructionNoise',
    title: '上海市环境保护条例',
    article: '第五十四条',
    gist: '除抢修抢险外禁止夜间施工；混凝土连续浇筑等确需夜间作业的，施工前向区生态环境部门申请，批准文件在现场公示；考试和重大活动期间可另行限制。',
    effectiveFrom: '2021-11-25',
    confirmed: true,
  },
  {
    id: 'gb-12523-2011',
    matter: 'constructionNoise',
    title: 'GB 12523-2011 建筑施工场界环境噪声排放标准',
    article: '排放限值',
    gist: '场界昼间 70 dB(A)、夜间 55 dB(A)；夜间最大声级超过限值不得高于 15 dB(A)。',
    effectiveFrom: '2012-07-01',
    effectiveTo: '2025-12-31',
    confirmed: false,
  },
  {
    id: 'gb-12523-2025',
    matter: 'constructionNoise',
    title: 'GB 12523-2025 建筑施工噪声排放标准',
    article: '排放限值',
    gist: '昼间 70 dB(A)、夜间 55 dB(A)；测量方法条文未见原文。',
    effectiveFrom: '2026-01-01',
    confirmed: false,
  },
  {
    id: 'penalty-law-51',
    matter: 'constructionNoise',
    title: '中华人民共和国行政处罚法',
    article: '第五十一条',
    gist: '当场处罚限公民二百元以下、单位三千元以下；夜间施工罚款因此适用普通程序。',
    effectiveFrom: '2021-07-15',
    confirmed: false,
  },
  {
    id: 'noise-law-82-renovation',
    matter: 'renovationNoise',
    title: law,
    article: '第八十二条',
    gist: '未在规定时间内进行室内装修等社会生活噪声：先劝阻，拒不改正的警告或者罚款。',
    ...noiseLaw,
  },
  {
    id: 'eco-code-renovation',
    matter: 'renovationNoise',
    title: ecologicalCode,
    article: unknownArticle,
    gist: '室内装修噪声（条文未见原文）。',
    ...code,
  },
  {
    id: 'noise-law-82-loudspeaker',
    matter: 'loudspeaker',
    title: law,
    article: '第八十二条',
    gist: '公共场所音响、健身娱乐活动的社会生活噪声：先劝阻，拒不改正的警告或者罚款。',
    ...noiseLaw,
  },
  {
    id: 'eco-code-loudspeaker',
    matter: 'loudspeaker',
    title: ecologicalCode,
    article: unknownArticle,
    gist: '公共场所音响噪声（条文未见原文）。',
    ...code,
  },
];
