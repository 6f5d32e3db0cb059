/** Which words stand before a value in notices, and over the columns of lists, for each register. Pure. */

export const registerKinds = [
  ...(['site', 'nightPermit', 'repairNotice', 'quietPeriod'] as const),
  ...(['post', 'fence', 'stallPlace', 'videoPoint', 'contact'] as const),
] as const;
export type RegisterKind = (typeof registerKinds)[number];

type Labels = { readonly [field: string]: readonly string[] };

const times: Labels = {
  range: [
    ...['施工时间', '作业时间', '许可时间', '许可期限', '有效期', '有效期限', '起止时间', '期限', '时间', '抢修时间'],
    ...['禁噪时间', '批准时间', '施工日期', '许可时段'],
  ],
  from: ['开始时间', '起始时间', '开始', '起', '自', '起始日期', '开始日期', '开工时间', '有效期起', '许可开始'],
  to: [
    ...['结束时间', '终止时间', '结束', '止', '至', '截止时间', '截止日期', '结束日期', '预计结束', '预计结束时间'],
    ...['预计完工', '预计恢复时间', '有效期止', '许可结束'],
  ],
  hours: ['每日时段', '每天时段', '时段', '每日时间', '值守时段', '受理时间', '值班时间'],
};
const place: Labels = {
  place: ['地址', '地点', '位置', '施工地点', '工程地址', '项目地址', '抢修地点', '施工地址', '作业地点', '所在位置'],
};
const permitNumber = [
  '许可证号',
  '许可证编号',
  '许可编号',
  '证号',
  '编号',
  '文号',
  '批准文号',
  '证明编号',
  '备案号',
  '许可号',
];
const phone = ['电话', '联系电话', '值班电话', '联系方式', '夜间联系电话', '夜间值班电话', '24小时电话', '手机'];

/** The fields of each form that can be read; `range` is `from` and `to` together. */
export const labels: { readonly [K in RegisterKind]: Labels } = {
  site: {
    name: ['工地', '工地名称', '项目', '项目名称', '工程', '工程名称', '名称'],
    ...place,
    roads: ['道路', '周边道路', '临路', '路段'],
    contactLabel: ['值班岗位', '联系岗位', '夜间值班', '值班室', '联系部门'],
    contactPhone: phone,
    radius: ['半径', '范围'],
  },
  nightPermit: {
    number: permitNumber,
    site: ['工地', '工地名称', '项目', '项目名称', '工程', '工程名称', '施工项目', '名称'],
    ...times,
    work: ['施工内容', '作业内容', '施工工序', '工序', '许可内容', '内容', '作业'],
    paper: ['证件名称', '文件名称', '许可类型', '证件类型'],
    issuer: ['发证单位', '发证机关', '许可部门', '审批部门', '审批单位', '批准单位', '发证部门', '核发单位'],
    conditions: ['许可要求', '要求', '条件', '附加条件', '备注要求'],
  },
  repairNotice: {
    number: ['告知编号', '抢修编号', '编号', '告知单号', '单号', '文号', '抢修单号'],
    ...times,
    ...place,
    utility: ['抢修类别', '类别', '专业', '抢修类型', '管线类型'],
    contact: [...phone, '抢修单位', '单位', '施工单位', '联系单位'],
    radius: ['范围', '半径', '影响范围'],
    notifiedAt: ['告知时间', '报备时间', '来文时间'],
  },
  quietPeriod: {
    name: ['名称', '事由', '考试', '原因', '考试名称'],
    ...times,
    radius: ['范围', '周边', '半径'],
    basis: ['依据', '文件', '通告', '文号'],
    places: ['考点', '地点', '区域'],
  },
  post: {
    name: ['岗点', '岗位', '岗点名称', '名称', '点位'],
    ...place,
    hours: times['hours'] ?? [],
    persons: ['人数', '值守人数', '力量'],
    note: ['备注', '说明', '任务'],
  },
  fence: {
    name: ['围栏', '围栏名称', '名称'],
    ...place,
    hours: times['hours'] ?? [],
    radius: ['半径', '范围'],
    limitKmh: ['限速', '最高时速'],
    note: ['备注', '说明'],
  },
  stallPlace: {
    name: ['疏导点', '夜市', '地点名称', '名称', '疏导点名称', '夜市名称'],
    ...{ range: ['期限', '有效期', '有效期限', '起止时间'], from: times['from'] ?? [], to: times['to'] ?? [] },
    ...place,
    hours: ['允许时段', '经营时段', '时段', '经营时间', '每周时段', '摆摊时间'],
    radius: ['半径', '范围'],
    keeper: ['责任单位', '管理单位', '管理方', '负责单位', '责任人单位'],
    phone: ['值班电话', '电话', '联系电话'],
    conditions: ['条件', '要求', '管理要求'],
  },
  videoPoint: {
    name: ['名称', '点位', '点位名称', '视频点', '监控名称'],
    ...place,
    channel: ['通道编码', '国标编码', '编码', '通道号', '通道国标编码'],
    device: ['设备编码', '设备国标编码'],
    heading: ['朝向', '方位角', '方向'],
    fov: ['视角', '视场角'],
    range: ['可视距离', '可视范围'],
  },
  contact: {
    name: ['单位', '单位名称', '名称', '部门', '值班室', '岗位', '单位(岗位)'],
    authority: ['主管部门', '归口部门', '对应部门'],
    phone,
    hours: times['hours'] ?? [],
    checkedOn: ['核对日期', '最近核对', '核对时间'],
    note: ['备注', '说明'],
  },
};

/** The field under this word; undefined where it is none of the register's. */
export function fieldOf(kind: RegisterKind, word: string): string | undefined {
  const plain = word
    .replace(/[\s:：*]/g, '')
    .replace(/（/g, '(')
    .replace(/）/g, ')');
  return Object.entries(labels[kind]).find(([, words]) => words.includes(plain))?.[0];
}

/** All words of a register, the longest first, so that 许可证编号 is not read as 编号. */
export function wordsOf(kind: RegisterKind): readonly string[] {
  return Object.values(labels[kind])
    .flat()
    .sort((a, b) => b.length - a.length);
}

/** What a text is about; undefined where it says nothing of it. */
export function kindOf(text: string): RegisterKind | undefined {
  if (/禁噪|高考|中考|禁止.{0,12}(?:噪声|夜间施工)/.test(text)) return 'quietPeriod';
  if (/抢修|抢险/.test(text)) return 'repairNotice';
  if (/夜间(?:建筑)?施工|夜施|许可证|连续施工/.test(text)) return 'nightPermit';
  return undefined;
}
