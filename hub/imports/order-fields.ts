/** The columns of a list of orders, as a hotline, a grid platform or another department hands it over. */
import type { OrderSource } from '../../shared/wire/orders.ts';
import type { Field, FieldType, Thing } from './fields.ts';

export const may = (name: string, is: 'text' | 'instant' | FieldType, ...words: readonly string[]): Field => ({
  ...{ name, needed: false, words },
  type: typeof is === 'string' ? { is } : is,
});
export const need = (...field: Parameters<typeof may>): Field => ({ ...may(...field), needed: true });

/** What lists call the ways in; a word that is none of these is refused with its row. */
export const sourceWords: { readonly [S in OrderSource]: readonly string[] } = {
  '12345': ['12345热线', '市民热线', '12345市民服务热线', '12345 热线'],
  '12319': ['12319热线', '城建热线', '12319 热线'],
  '110': ['110联动', '110 联动'],
  grid: ['网格', '网格化', '网格平台'],
  ...{ video: ['视频', '视频发现'], sensor: ['传感', '传感器'], cityBureau: ['市局交办', '市局'], property: ['物业'] },
  ...{ department: ['部门移送', '部门'], street: ['街镇', '街道', '街道社区'], media: ['媒体', '舆情', '媒体/舆情'] },
  ...{ petition: ['信访'], snapshot: ['随手拍'] },
};

export const replyWords = {
  yes: ['是', '要', '需要', '需回复'],
  no: ['否', '不要', '不需要', '不需回复', '无需回复'],
  anonymous: ['匿名'],
} as const;

export const orderThing: Thing = {
  ...{ place: 'none', placeNeeded: false, key: 'number', confirms: false, withdraws: false, mostRows: 10_000 },
  fields: [
    need(
      ...(['externalId', 'text', '工单编号', '工单号', '诉求编号', '受理编号', '来件编号', '热线编号'] as const),
      ...(['案件编号', '编号', '单号', 'externalid', 'id', 'number'] as const),
    ),
    need(
      ...(['text', 'text', '诉求内容', '反映内容', '投诉内容', '来电内容', '问题描述', '来件内容'] as const),
      ...(['主要内容', '内容', '描述', 'text', 'content'] as const),
    ),
    may('where', 'text', '事发地址', '事发地点', '发生地址', '问题地址', '地点', '事件地址', 'where'),
    may(
      ...(['receivedAt', 'instant', '受理时间', '来电时间', '派单时间', '交办时间', '接收时间'] as const),
      ...(['登记时间', '创建时间', '时间', 'receivedat', 'date'] as const),
    ),
    may('actAt', 'instant', '发生时间', '事发时间', '事件时间', 'actat'),
    may('source', { is: 'choice', of: sourceWords }, ...['来源', '来件来源', '渠道', '诉求来源', 'source']),
    may('caller', 'text', '诉求人', '来电人', '反映人', '投诉人', '联系人', '姓名', 'caller'),
    may('phone', 'text', '联系电话', '来电号码', '手机号', '手机', '电话', '联系方式', 'phone'),
    may('callerAddress', 'text', '诉求人地址', '来电人地址', '联系地址', '住址', 'address'),
    may(
      'wantsReply',
      { is: 'choice', of: replyWords },
      ...['是否回复', '需要回复', '是否需要回复', '回复', 'wantsreply'],
    ),
  ],
};
