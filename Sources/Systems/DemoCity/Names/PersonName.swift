// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// Made-up names of people.
enum PersonName {
  private static let surnames: [Word] = [
    Word("Wang", "王"), Word("Li", "李"), Word("Zhang", "张"), Word("Liu", "刘"), Word("Chen", "陈"),
    Word("Yang", "杨"), Word("Zhao", "赵"), Word("Huang", "黄"), Word("Zhou", "周"), Word("Wu", "吴"),
    Word("Xu", "徐"), Word("Sun", "孙"), Word("Hu", "胡"), Word("Zhu", "朱"), Word("Gao", "高"), Word("Lin", "林"),
    Word("He", "何"), Word("Guo", "郭"), Word("Ma", "马"), Word("Luo", "罗"), Word("Liang", "梁"), Word("Song", "宋"),
    Word("Zheng", "郑"), Word("Xie", "谢"),
  ]
  private static let first: [Word] = [
    Word("Jian", "建"), Word("Xiao", "晓"), Word("Wen", "文"), Word("Zhi", "志"), Word("Li", "丽"), Word("Hai", "海"),
    Word("Yu", "玉"), Word("Guo", "国"), Word("Chun", "春"), Word("Ming", "明"), Word("Hong", "红"), Word("Yong", "永"),
  ]
  private static let second: [Word] = [
    Word("guo", "国"), Word("hua", "华"), Word("jun", "军"), Word("fang", "芳"), Word("qiang", "强"), Word("mei", "梅"),
    Word("ping", "平"), Word("ying", "英"), Word("jie", "杰"), Word("yan", "燕"), Word("bo", "波"), Word("lin", "琳"),
  ]

  /// In both scripts: `王建国 / Wang Jianguo`.
  static func next(_ random: inout RandomStream) -> String {
    let (surname, first, second) = (random.pick(surnames), random.pick(first), random.pick(second))
    return surname.followed(by: first).followed(by: second, space: "").pairedName
  }
}
