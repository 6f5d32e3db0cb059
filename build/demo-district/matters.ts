/**
 * Whose each matter is, and the words that speak for it. Weights: 3 names the matter, 2 is typical of it, 1 is only a
 * hint that others share. Handling is invented for the demo: the Shanghai text on it was not found.
 */
import type { Matter, Plates } from '../../shared/domain/district/events.ts';

type MatterRow = Plates['matters'][number];

/** Words of one weight, separated by blanks. */
interface Words {
  readonly 3?: string;
  readonly 2?: string;
  readonly 1?: string;
}

function row(
  matter: Matter,
  name: string,
  ours: boolean,
  authority: string,
  handling: string,
  words: Words,
): MatterRow {
  const split = (text: string | undefined, weight: number): MatterRow['words'] =>
    (text ?? '').split(' ').flatMap((word) => (word === '' ? [] : [{ word, weight }]));
  return {
    matter,
    name,
    ours,
    authority,
    handling,
    words: [...split(words[3], 3), ...split(words[2], 2), ...split(words[1], 1)],
  };
}

export const matters: MatterRow[] = [
  row('constructionNoise', '施工噪声', true, '城管', '本单位处置', {
    3: '打桩 夜间施工 混凝土 浇筑 破碎锤 施工 挖马路 打混凝土 压路机 摊铺机 铣刨 破碎机 打桩机 桩机 顶管 盾构 开挖 挖沟 挖路 刨马路 桩基 打灰 风镐 风钻 空压机 振动棒 震动棒 振捣 震捣 旋挖 破路 铣路面 注浆 基坑 打夯 钢板桩 盖楼 盖房 造房 拆除 连夜赶工',
    2: '工地 吊装 钢筋 挖机 挖掘机 切割 电镐 泵车 卸钢管 钢管 搅拌车 塔吊 脚手架 掘路 推土机 敲 泵送 卸料 围挡 挖土机 铲车 修路 沥青 拆房 拆迁 拆楼 钻机 电焊 模板 收工 复工 夯 在浇 浇灌 扎钢筋 焊钢筋 地基 挖地 挖坑 挖土 挖开 刨路 刨开 切路面 柏油 管沟 支模 吊料 吊东西 吊车 吊机 起重机 龙门吊 装载机 升降机 叉车 凿 打磨 搭架 拆架 埋管 铺管 卸砖 砖头 倒料 碾 搅拌 赶工 敲打 土方作业',
    1: '咚咚咚 轰隆隆 一震一震 震 挖 打起来 开工 干活 砸 还在干 电锤 动工 作业 水泥 开干 咣咣 突突',
  }),
  row('renovationNoise', '装修噪声', false, '公安', '先请物业劝阻；不听的转公安，按答复口径回复来电人', {
    3: '装修 电钻 冲击钻 敲墙 砸墙 装修施工 室内施工 装潢 铺地板',
    2: '电锤 楼上 邻居 号楼 物业 室内 钻孔 翻新 木工 瓷砖 打孔 锯木',
    1: '敲 隔壁 对门 单元 住户 业主 家具',
  }),
  row('loudspeaker', '音响噪声', false, '公安', '写明理由退回公安；旁边有占道设摊的另立一件', {
    3: '音响 广场舞 卡拉OK 高音 扩音器 音箱 低音炮 驻唱 大喇叭 广播 喊麦',
    2: '喇叭 乐队 演出 唱戏 歌声 鼓点 跳舞 唱歌 音乐 舞曲 K歌 唱K KTV',
    1: '酒吧 促销 声音大 吆喝 曲子',
  }),
  row('truckNoise', '车辆噪声', false, '交警', '转交警；有遗撒或涉及准运的另立一件', {
    3: '渣土车 土方车 鸣笛 放气 按喇叭 喇叭按 泥头车',
    2: '刹车 砰砰响 卡车 货车 大车 车队 喇叭声 重卡 工程车 罐车 拖车 超载',
    1: '一辆接一辆',
  }),
  row('roadSpill', '道路遗撒', true, '城管', '本单位处置，请环卫清扫', {
    3: '遗撒 一地泥 掉了一地 泥浆 抛洒 掉一路',
    2: '渣土 滴漏 满地 掉泥 掉土 泥土 泥块 带泥 的泥 是泥 砂石 石子 撒了 洒了 洒得 洒落 洒漏 撒漏 一路漏 漏了一路 一层土 掉渣',
    1: '太脏',
  }),
  row('light', '灯光扰民', true, '城管', '请工地调整灯光方向；不涉及夜间施工许可', {
    3: '灯光 灯太亮 太亮 探照灯 光污染 施工灯光 灯亮 强光灯 灯光外溢',
    2: '照得 刺眼 射灯 亮得 大灯 照明 强光 直射 晃眼 灯太 灯泡 照进来 照到',
    1: '灯 亮',
  }),
  row('stall', '占道设摊', true, '城管', '本单位处置', {
    3: '设摊 摆摊 占道经营 夜市 跨门营业',
    2: '烧烤 摊贩 小贩 摊位',
    1: '占道 叫卖',
  }),
  row('illegalBuilding', '违法搭建', true, '城管', '本单位处置；在建的当日到场', {
    3: '违章建筑 违法建筑 违法搭建 违章搭建 违建 搭违建 加盖',
    2: '搭建 阳光房 彩钢棚 私搭',
    1: '搭棚',
  }),
  row('unknownNoise', '不明噪声', true, '城管', '先问四句再定：哪条路、靠近什么、什么声音、从几点开始', {
    3: '说不清',
    2: '嗡嗡 嗡嗡嗡 吵死 不知道哪里 低频 发电机 空调外机 水泵 风机 变压器',
    1: '吵 噪音 噪声 响 声音 机器',
  }),
  row('other', '其他事项', false, '热线平台', '写明理由退回派单平台', {
    2: '停车 违停 漏水 路灯 垃圾',
  }),
];
