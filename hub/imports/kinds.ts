/** What can be imported: the fields of each thing, by which words tables name them, and what a cell of each means. */
import type { ImportedThing } from '../../shared/domain/import/events.ts';
import type { Field, FieldType, Named, Thing } from './fields.ts';
import { answerThings } from './answer-fields.ts';
import { orderThing } from './order-fields.ts';

const field =
  (needed: boolean) =>
  (name: string, type: FieldType | FieldType['is'], ...words: readonly string[]): Field => ({
    ...{ name, needed, words },
    type: typeof type === 'string' ? ({ is: type } as FieldType) : type,
  });
const need = field(true);
const may = field(false);
const choice = (of: Readonly<Record<string, readonly string[]>>): FieldType => ({ is: 'choice', of });
const one = (of: Named): FieldType => ({ is: 'one', of });
const some = (of: Named): FieldType => ({ is: 'some', of });

const id = may('id', 'text', '编号', '标识', '编码', 'id', 'code', '序列号');
const name = need('name', 'text', '名称', '名字', '工地名称', '工程名称', '项目名称', 'name', 'title');
const lon = may('lon', 'number', '经度', 'lon', 'lng', 'longitude', 'x', '东经');
const lat = may('lat', 'number', '纬度', 'lat', 'latitude', 'y', '北纬');
const lonLat = may('lonLat', 'lonLat', '经纬度', '坐标', 'location', '位置坐标', 'lonlat');
const place = [lon, lat, lonLat];
const address = may('address', 'text', '地址', '位置', '地点', 'address', '详细地址');
const from = (needed: boolean): Field =>
  field(needed)('from', 'instant', '开始', '开始时间', '起始时间', '有效期起', '起', 'from', 'start', '施工开始时间');
const to = (needed: boolean): Field =>
  field(needed)('to', 'instant', '结束', '结束时间', '截止时间', '有效期止', '止', 'to', 'end', '施工结束时间');
const note = may('note', 'text', '备注', '说明', 'note', 'remark');
const squad = may('squad', one('squads'), '中队', '所属中队', '责任中队', 'squad');
const zone = may('zone', one('zones'), '块区', '联勤块区', '联勤区', 'zone');
const hours = need('hours', 'hours', '时段', '值守时段', '勤务时段', 'hours');

const plates = {
  ...{ confirms: false, withdraws: true, placeNeeded: true, mostRows: 20_000 },
} as const;
const register = { placeNeeded: true, mostRows: 5_000 } as const;

const grids: Thing = {
  ...plates,
  place: 'area',
  key: 'code',
  fields: [
    need('code', 'text', '网格编码', '网格编号', '编码', '编号', '代码', 'code', 'grid_code', 'gridcode', 'id'),
    need('name', 'text', '网格名称', '名称', '街道', '街道名称', 'name', 'grid_name', 'gridname'),
    may('parent', one('grids'), '上级网格', '上级编码', '所属网格', '父编码', 'parent', 'parent_code'),
    may('squad', 'text', '中队', '责任中队', '所属中队', 'squad'),
  ],
};

const placeKinds = {
  home: ['居民住宅', '住宅', '小区', '居民区', '商务住宅'],
  school: ['学校', '幼儿园', '教育', '科教文化'],
  hospital: ['医院', '医疗'],
  eldercare: ['养老院', '养老', '福利院', '敬老院'],
  office: ['机关', '办公', '政府'],
  research: ['科研', '研究'],
} as const;

export const things: { readonly [T in ImportedThing]: Thing } = {
  gridsManagement: grids,
  gridsResponsibility: grids,
  gridsArea: grids,
  gridsCell: grids,
  roads: {
    ...{ ...plates, place: 'line', key: 'name' },
    fields: [
      need('name', 'text', '路名', '道路名称', '名称', 'name'),
      may('aliases', 'list', '别名', '曾用名', '俗称', 'aliases', 'alt_name'),
    ],
  },
  places: {
    ...{ ...plates, place: 'point', key: 'name' },
    fields: [
      need('name', 'text', '名称', '地名', '路口', 'name'),
      may('roads', 'list', '道路', '相交道路', 'roads'),
      may('outside', 'text', '邻区', '所属区', 'outside'),
      ...place,
    ],
  },
  sensitivePlaces: {
    ...{ ...plates, place: 'point', key: 'name' },
    fields: [
      need('name', 'text', '名称', 'name'),
      need('kind', choice(placeKinds), '类别', '类型', '种类', 'kind', 'category', 'type'),
      may('radius', 'number', '半径', '范围', 'radius'),
      may('people', 'number', '人数', '床位', '户数', 'people'),
      ...place,
    ],
  },
  sites: {
    ...{ ...register, place: 'point', key: 'name', confirms: true, withdraws: true },
    fields: [
      ...[id, name],
      may(
        'kind',
        choice({
          building: ['房建', '房屋建筑', '建筑', '房建工地', '建筑工地'],
          municipal: ['市政', '市政工程'],
          roadworks: ['道路', '道路工程', '掘路', '道路施工'],
          repair: ['抢修', '维修'],
          demolition: ['拆除', '拆房', '拆违'],
          unknown: ['其他', '未知', '不明'],
        }),
        ...['类别', '类型', '工程类别', '工程类型', 'kind', 'type'],
      ),
      ...[address, ...place],
      may('radius', 'number', '半径', '工地半径', 'radius'),
      may('roads', 'list', '周边道路', '道路', '临近道路', 'roads'),
      may('contactLabel', 'text', '夜间联系岗位', '值班岗位', 'contact'),
      may('contactPhone', 'text', '夜间值班电话', '值班电话', '电话', '联系电话', 'phone'),
      may('contactCheckedOn', 'date', '电话核对日期', '核对日期', 'checkedon'),
      may('registered', 'yes', '在册', '已登记', 'registered'),
    ],
  },
  nightPermits: {
    ...{ ...register, place: 'none', placeNeeded: false, key: 'number', confirms: true, withdraws: true },
    fields: [
      id,
      need('number', 'text', '许可证号', '证号', '文号', '许可编号', '证明编号', 'number', 'permit'),
      need('site', one('sites'), '工地', '工地名称', '工地编号', '项目名称', '工程名称', 'site'),
      may('paper', 'text', '文书', '证件名称', '批准文件', 'paper'),
      may('issuer', 'text', '核发单位', '发证机关', '发证单位', '许可部门', 'issuer'),
      may('work', 'text', '作业内容', '施工内容', '许可内容', '夜间作业', 'work'),
      may(
        'permits',
        choice({ nightWork: ['夜间施工', '夜施'], roadOccupation: ['占路', '占道', '掘路'], other: ['其他'] }),
        ...['许可事项', '事项', 'permits'],
      ),
      ...[from(true), to(true)],
      may('hours', 'window', '每日时段', '时段', '施工时段', 'hours'),
      may('conditions', 'list', '条件', '要求', '附加条件', 'conditions'),
    ],
  },
  repairNotices: {
    ...{ ...register, place: 'point', key: 'number', confirms: true, withdraws: true },
    fields: [
      id,
      need('number', 'text', '通知编号', '抢修编号', '编号', '单号', 'number'),
      may(
        'utility',
        choice({
          ...{ water: ['供水', '自来水', '水务'], power: ['电力', '供电'], gas: ['燃气', '煤气'], heat: ['供热'] },
          ...{ drain: ['排水', '雨污水'], telecom: ['通信', '电信'], road: ['道路', '市政'], other: ['其他'] },
        }),
        ...['类别', '专业', '抢修类别', 'utility', 'type'],
      ),
      ...[address, ...place],
      may('radius', 'number', '半径', '范围', 'radius'),
      ...[from(true), to(false)],
      may('notifiedAt', 'instant', '通知时间', '报备时间', '接报时间', 'notifiedat'),
      may('contact', 'text', '联系方式', '联系电话', 'contact'),
    ],
  },
  quietPeriods: {
    ...{ ...register, place: 'none', placeNeeded: false, key: 'name', confirms: true, withdraws: true },
    fields: [
      ...[id, name, from(true), to(true)],
      may('hours', 'window', '每日时段', '时段', 'hours'),
      may('grids', some('grids'), '网格', '范围', '街道', 'grids'),
      may('basis', 'text', '依据', '通告', 'basis'),
    ],
  },
  videoPoints: {
    ...{ ...register, place: 'point', key: 'name', confirms: false, withdraws: true, mostRows: 10_000 },
    fields: [
      ...[id, need('name', 'text', '名称', '点位名称', '摄像机名称', '设备名称', 'name'), ...place],
      may('heading', 'number', '朝向', '方向', '方位角', 'heading'),
      may('fov', 'number', '视角', '视场角', 'fov'),
      may('guard', 'yes', '夜间值守', '值守', 'guard'),
      may('range', 'number', '可辨距离', '可视距离', 'range'),
      may('channel', 'text', '通道编码', '国标编码', '国标通道编码', 'channel', 'gbid'),
      may('device', 'text', '设备编码', '国标设备编码', 'device'),
      may('ptz', 'yes', '云台', 'ptz'),
    ],
  },
  squads: {
    ...{ ...register, place: 'none', placeNeeded: false, key: 'name', confirms: false, withdraws: false },
    fields: [
      ...[id, need('name', 'text', '中队名称', '中队', '名称', 'name')],
      may(
        'kind',
        choice({
          street: ['街道', '街镇', '街道中队'],
          mobile: ['机动', '机动中队'],
          area: ['片区', '重点区域'],
          scenic: ['景区', '风景区'],
        }),
        ...['类别', '类型', 'kind'],
      ),
      may('grids', some('grids'), '网格', '责任网格', '辖区', 'grids'),
      zone,
      may('phone', 'text', '电话', '值班电话', 'phone'),
      may('brigade', 'text', '大队', '所属大队', 'brigade'),
    ],
  },
  zones: {
    ...{ ...register, place: 'none', placeNeeded: false, key: 'name', confirms: false, withdraws: false },
    fields: [
      ...[id, need('name', 'text', '块区名称', '块区', '名称', 'name')],
      may('order', 'number', '顺序', '序号', 'order'),
      need('squads', some('squads'), '中队', '成员中队', 'squads'),
      may('neighbours', some('zones'), '相邻块区', '增援块区', 'neighbours'),
      may('promise', 'number', '承诺分钟', '到达承诺', '双证到达分钟', 'promise'),
    ],
  },
  units: {
    ...{ ...register, place: 'none', placeNeeded: false, key: 'name', confirms: false, withdraws: false },
    fields: [
      ...[id, need('name', 'text', '组车名称', '单元', '名称', 'name')],
      may(
        'kind',
        choice({
          ...{ group: ['组', '执法组', '小组'], vehicle: ['车', '车辆', '执法车'], foot: ['步巡', '步行'] },
          ...{ post: ['固守', '固定岗'], drone: ['无人机'] },
        }),
        ...['类别', '类型', 'kind'],
      ),
      need('squad', one('squads'), '中队', '所属中队', 'squad'),
      zone,
      may('certified', 'number', '持证人数', '执法人员', 'certified'),
      may('auxiliary', 'number', '辅助人数', '协管人数', '辅助人员', 'auxiliary'),
      may('vehicle', 'text', '车牌', '车辆', '车牌号', 'vehicle'),
      may('radio', 'text', '电台', '手台', 'radio'),
      may('bodyCam', 'text', '执法记录仪', '记录仪', 'bodycam'),
      may('devices', 'list', '定位设备', '终端', 'devices'),
      may('reserve', 'yes', '备勤', '应急备勤', 'reserve'),
      ...[from(true), to(true)],
    ],
  },
  posts: {
    ...{ ...register, place: 'any', placeNeeded: false, key: 'name', confirms: false, withdraws: true },
    fields: [
      ...[id, need('name', 'text', '岗位名称', '名称', 'name'), ...place],
      may('radius', 'number', '半径', '范围', 'radius'),
      may('videoPoints', some('videoPoints'), '视频点', '摄像机', 'videopoints'),
      may('everyMinutes', 'number', '轮巡间隔', '间隔分钟', 'everyminutes'),
      may('margin', 'number', '偏离', '允许偏离', 'margin'),
      may('by', choice({ vehicle: ['车巡', '车'], foot: ['步巡', '步行'] }), '方式', '巡查方式', 'by'),
      may('passes', 'number', '趟数', '次数', 'passes'),
      may('minutesPerHour', 'number', '每小时分钟', 'minutesperhour'),
      ...[squad, zone, hours],
      may('persons', 'number', '人数', '应到人数', 'persons'),
      may('certified', 'number', '持证人数', 'certified'),
      ...[from(false), to(false), note],
    ],
  },
  fences: {
    ...{ ...register, place: 'any', key: 'name', confirms: false, withdraws: true },
    fields: [
      ...[id, need('name', 'text', '围栏名称', '名称', 'name')],
      need(
        'kind',
        choice({
          mustBeIn: ['必须在内', '不得离开责任区', '在岗'],
          mustNotLeave: ['禁止驶出', '不得驶出', '禁出'],
          notice: ['提醒', '进入提醒'],
          speed: ['限速'],
        }),
        ...['类别', '类型', '规则', 'kind'],
      ),
      may('limitKmh', 'number', '限速', '限速值', 'limitkmh'),
      ...place,
      may('radius', 'number', '半径', 'radius'),
      may('width', 'number', '宽度', '走廊宽度', 'width'),
      may('units', some('units'), '组车', '单元', 'units'),
      may('squads', some('squads'), '中队', 'squads'),
      may('zones', some('zones'), '块区', 'zones'),
      ...[hours, from(false), to(false)],
      may('onAssignment', 'yes', '出警豁免', 'onassignment'),
      may('pursuit', 'yes', '追查豁免', 'pursuit'),
      note,
    ],
  },
  stallPlaces: {
    ...{ ...register, place: 'any', key: 'name', confirms: true, withdraws: true },
    fields: [
      ...[id, need('name', 'text', '地点名称', '疏导点', '名称', '夜市', 'name')],
      need(
        'kind',
        choice({
          relief: ['疏导点', '便民疏导点', '临时疏导点', '早餐点'],
          nightMarket: ['夜市', '外摆区', '外摆', '集市'],
          frontage: ['门前三包', '门前责任区', '三包'],
        }),
        ...['类别', '类型', 'kind', 'type'],
      ),
      ...[address, ...place],
      may('radius', 'number', '半径', '范围', 'radius'),
      need('hours', 'weekly', '允许时段', '经营时段', '时段', '每周时段', 'hours'),
      ...[from(true), to(false)],
      may('keeper', 'text', '责任单位', '管理单位', '管理方', '负责单位', 'keeper'),
      may('phone', 'text', '值班电话', '电话', '联系电话', 'phone'),
      squad,
      may('conditions', 'list', '条件', '要求', '管理要求', 'conditions'),
    ],
  },
  rosters: {
    ...{ ...register, place: 'none', placeNeeded: false, confirms: false, withdraws: false },
    ...{ key: 'name', within: ['night', 'squad'] },
    fields: [
      ...[id, need('night', 'date', '值班日期', '日期', '勤务夜', '班次日期', 'night', 'date')],
      ...[need('squad', one('squads'), '中队', '所属中队', 'squad'), zone],
      need('name', 'text', '班组', '班组名称', '组名', '名称', '岗位组', 'group', 'name'),
      need(
        'shift',
        choice({
          early: ['早班', '早'],
          middle: ['中班', '中'],
          late: ['晚班', '晚'],
          night: ['夜班', '夜', '夜间'],
        }),
        ...['班次', '班别', 'shift'],
      ),
      need('hours', 'window', '时段', '上班时段', '班次时间', '值班时段', 'hours'),
      may('unit', one('units'), '组车', '单元', 'unit'),
      may('post', one('posts'), '岗位', '定岗', 'post'),
      may('vehicle', 'text', '车牌', '车辆', '车牌号', 'vehicle'),
      may('officers', 'people', '执法人员', '持证人员', '队员', 'officers'),
      may('auxiliaries', 'people', '协管员', '辅助人员', '协管人员', '辅助', 'auxiliaries'),
    ],
  },
  orders: orderThing,
  ...answerThings,
};

const bare = (text: string): string => text.toLowerCase().replaceAll(/[\s_\-()（）[\]【】:：*＊/]+/g, '');

/**
 * Which column says which field: the one that said it last time, else the best of the words, each column once. What only
 * contains a word (工地名称（全称）) counts where nothing says it exactly.
 */
export function suggestColumns(
  { fields }: Thing,
  columns: readonly string[],
  remembered: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const taken = new Set<string>();
  const found: Record<string, string> = {};
  const take = (name: string, column: string | undefined): void => {
    if (column === undefined || found[name] !== undefined || taken.has(column)) return;
    found[name] = column;
    taken.add(column);
  };
  const isKnown = (column: string): boolean => columns.includes(column);
  for (const { name: of } of fields)
    take(of, Object.hasOwn(remembered, of) && isKnown(remembered[of] ?? '') ? remembered[of] : undefined);
  const depth = Math.max(...fields.map(({ words }) => words.length));
  // Words stand in the order in which they are most likely meant.
  for (let at = 0; at < depth; at += 1)
    for (const { name: of, words } of fields) {
      const word = words[at];
      if (word !== undefined)
        take(
          of,
          columns.find((column) => !taken.has(column) && bare(column) === bare(word)),
        );
    }
  for (const { name: of, words } of fields)
    take(
      of,
      columns.find(
        (column) =>
          !taken.has(column) &&
          words.some((word) => /[\u4e00-\u9fff]{2}/.test(word) && bare(column).includes(bare(word))),
      ),
    );
  return found;
}
