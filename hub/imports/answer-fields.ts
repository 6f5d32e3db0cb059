/** The columns of the lists by which a hotline says what became of its orders: 不满意件, 未解决件, 未先行联系件. */
import type { ListOfAnswers } from '../../shared/domain/import/events.ts';
import type { Thing } from './fields.ts';
import { may, need, sourceWords } from './order-fields.ts';

export const satisfiedWords = {
  yes: ['满意', '非常满意', '基本满意', '比较满意'],
  no: ['不满意', '非常不满意'],
  unsaid: ['未评价', '不评价', '一般', '无法评价'],
} as const;

export const solvedWords = {
  yes: ['已解决', '解决', '是'],
  no: ['未解决', '没有解决', '部分解决', '否'],
  unsaid: ['未评价', '不清楚'],
} as const;

const thing = { place: 'none', placeNeeded: false, key: 'number', confirms: false, withdraws: false } as const;

const number = need(
  ...(['externalId', 'text', '工单编号', '工单号', '诉求编号', '受理编号', '来件编号', '热线编号'] as const),
  ...(['热线工单号', '案件编号', '编号', '单号', 'externalid', 'id', 'number'] as const),
);
const source = may('source', { is: 'choice', of: sourceWords }, ...['来源', '来件来源', '渠道', '诉求来源', 'source']);

const survey: Thing = {
  ...{ ...thing, mostRows: 10_000 },
  fields: [
    number,
    need('surveyedAt', 'instant', '回访时间', '测评时间', '调查时间', '评价时间', '回访日期', '测评日期', 'surveyedat'),
    may('satisfied', { is: 'choice', of: satisfiedWords }, '是否满意', '满意度', '满意情况', '满意度评价', 'satisfied'),
    may('solved', { is: 'choice', of: solvedWords }, '是否解决', '解决情况', '诉求是否解决', 'solved'),
    may('opinion', 'text', '不满意原因', '未解决原因', '回访意见', '诉求人意见', '原因', '备注', 'opinion'),
    source,
  ],
};

const contact: Thing = {
  ...{ ...thing, mostRows: 10_000 },
  fields: [
    number,
    need('surveyedAt', 'instant', '认定时间', '统计时间', '考核时间', '抽查时间', '回访时间', '认定日期', 'statedat'),
    may('opinion', 'text', '认定依据', '说明', '原因', '备注', 'opinion'),
    source,
  ],
};

export const answerThings: { readonly [L in ListOfAnswers]: Thing } = {
  ...{ dissatisfied: survey, unsolved: survey, uncontacted: contact },
};
