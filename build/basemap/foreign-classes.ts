/**
 * What others call our classes and fields: values of OpenStreetMap's tags and of common Chinese field tables. Data only; a
 * value that is not here and is no class of ours is an error that names it.
 */
import type { LayerName, PropertyName } from './schema.ts';

type Named = Readonly<Record<string, readonly string[]>>;

/** Our class → values of others, in lower case. */
export const foreignClasses: Readonly<Record<LayerName, Named>> = {
  water: {
    river: ['river', 'riverbank', '河流', '河', '江', '河道', '水系', '面状河流'],
    lake: ['water', 'lake', 'pond', 'reservoir', 'basin', '湖泊', '湖', '水库', '池塘', '坑塘', '水面'],
    canal: ['canal', 'dock', 'ditch', 'stream', '运河', '沟渠', '港', '浜', '塘', '泾'],
  },
  waterway: {
    river: ['river', '河流', '河', '江', '干流'],
    canal: ['canal', '运河', '河道', '沟渠', '港', '浜'],
    stream: ['stream', 'ditch', 'drain', '溪', '沟'],
  },
  green: {
    park: ['park', 'garden', 'recreation_ground', 'playground', 'cemetery', '公园', '公园绿地', '广场绿地', '游园'],
    grass: [
      'grass',
      'meadow',
      'village_green',
      'greenfield',
      '草地',
      '绿地',
      '绿化带',
      '防护绿地',
      '附属绿地',
      '街头绿地',
    ],
    wood: ['wood', 'forest', 'scrub', 'nature_reserve', '林地', '森林', '树林'],
  },
  block: {
    residential: [
      'residential',
      'apartments',
      'allotments',
      '居住',
      '居住用地',
      '住宅用地',
      '小区',
      '住宅区',
      'r',
      'r2',
    ],
    commercial: ['commercial', 'retail', '商业', '商业用地', '商务用地', '商业服务业用地', '商务', 'b'],
    industrial: ['industrial', 'railway', 'port', 'quarry', '工业', '工业用地', '仓储用地', '物流仓储用地', 'm', 'w'],
    public: [
      ...['school', 'university', 'college', 'hospital', 'military', 'religious', 'education', 'civic_admin'],
      ...['公共', '公共管理与公共服务用地', '教育用地', '医疗用地', '行政办公用地', '学校', '医院', 'a'],
    ],
    site: ['construction', 'brownfield', '在建', '工地', '施工'],
  },
  building: {},
  road: {
    expressway: [
      ...['motorway', 'motorway_link', 'trunk', 'trunk_link'],
      ...['高速', '高速公路', '快速路', '城市快速路', '高架', '高架路'],
    ],
    arterial: ['primary', 'primary_link', '主干路', '主干道', '城市主干路', '国道', '省道'],
    secondary: ['secondary', 'secondary_link', '次干路', '次干道', '城市次干路', '县道'],
    local: ['tertiary', 'tertiary_link', 'unclassified', 'residential', 'road', '支路', '城市支路', '街道', '乡道'],
    lane: [
      ...['living_street', 'service', 'pedestrian', 'footway', 'path', 'track', 'cycleway', 'steps'],
      ...['内部路', '小区路', '小路', '巷', '弄', '里弄', '胡同', '步行街'],
    ],
  },
  rail: {
    metro: ['subway', 'light_rail', 'monorail', 'tram', '地铁', '轨道交通', '轻轨', '有轨电车'],
    rail: ['rail', 'narrow_gauge', 'preserved', '铁路', '火车', '国铁'],
  },
  station: {
    metro: ['subway', 'station', 'stop', '地铁站', '地铁', '轨道交通站'],
    rail: ['rail', 'train', 'halt', '火车站', '铁路站'],
  },
  boundary: {
    district: ['6', '区', '县', '区县', '区界', '县级'],
    street: ['8', '街道', '镇', '乡', '街道界', '乡镇', '街镇', '乡级'],
  },
  label: {
    district: ['区', '县', '区县', 'city', 'county'],
    street: ['街道', '镇', '乡', '街镇', '乡镇', 'suburb', 'town'],
    place: ['地名', '居委会', '小区', 'neighbourhood', 'quarter', 'village', 'hamlet', 'locality'],
    water: ['河流', '水系', '湖泊', 'river', 'lake'],
    park: ['公园', '绿地', 'garden'],
    landmark: ['地标', '建筑', '单位', 'attraction', 'poi'],
  },
};

/** Fields that are looked for where the command names none, in this order. */
export const classFields: readonly string[] = [
  ...['class', 'fclass', 'highway', 'railway', 'waterway', 'landuse', 'leisure', 'natural', 'place', 'level', 'kind'],
  ...['道路等级', '等级', '级别', '类型', '类别', '用地性质', '用地类型', 'type', 'admin_level'],
];

export const propertyFields: Readonly<Record<PropertyName, readonly string[]>> = {
  name: ['name:zh', 'name', 'NAME', 'Name', '名称', '道路名称', '路名', '站名', '标准名称', 'MC'],
  height: ['height', 'building:height', 'HEIGHT', '高度', '楼高', '建筑高度'],
  bridge: ['bridge', '桥', '桥梁'],
  tunnel: ['tunnel', '隧道'],
  elevated: ['elevated', '高架'],
  colour: ['colour', 'color', '颜色'],
  rank: ['rank', '排序'],
};

/** Storeys, where a building has no height: three metres each. */
export const storeyFields: readonly string[] = ['building:levels', 'levels', 'floors', 'FLOOR', '层数', '楼层'];
export const metresPerStorey = 3;
