// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

/// A word in both languages.
struct Word: Sendable {
  var english: String
  var chinese: String

  init(_ english: String, _ chinese: String) {
    self.english = english
    self.chinese = chinese
  }

  var text: LocalizedText { LocalizedText(["en": english, "zh-Hans": chinese]) }

  /// As accounts hold a name in both scripts.
  var pairedName: String { LocalizedText.pairedName(english, chinese) }

  /// As matters hold a text in both languages.
  var pairedText: String { LocalizedText.pairedText(english, chinese) }

  /// `Jade Spring` and 玉泉.
  func followed(by other: Word, space: String = " ") -> Word {
    Word(english + space + other.english, chinese + other.chinese)
  }
}

/// The words of which names of places are made.
enum WordList {
  static let firsts: [Word] = [
    Word("Jade", "玉"), Word("Golden", "金"), Word("Silver", "银"), Word("Green", "青"), Word("White", "白"),
    Word("Red", "红"), Word("Purple", "紫"), Word("Clear", "清"), Word("Long", "长"), Word("New", "新"),
    Word("Old", "古"), Word("Cloud", "云"), Word("Moon", "月"), Word("Star", "星"), Word("Pine", "松"),
    Word("Bamboo", "竹"), Word("Plum", "梅"), Word("Lotus", "荷"), Word("Osmanthus", "桂"), Word("Willow", "柳"),
    Word("Crane", "鹤"), Word("Phoenix", "凤"), Word("Dragon", "龙"), Word("Stone", "石"), Word("Peace", "安"),
    Word("Harmony", "和"), Word("Spring", "春"), Word("Autumn", "秋"), Word("Bright", "明"), Word("Tea", "茶"),
    Word("Reed", "芦"), Word("Bell", "钟"),
  ]

  static let seconds: [Word] = [
    Word("Spring", "泉"), Word("Bridge", "桥"), Word("Pond", "塘"), Word("Lake", "湖"), Word("Hill", "山"),
    Word("Garden", "园"), Word("Well", "井"), Word("Terrace", "台"), Word("Ferry", "渡"), Word("Gate", "门"),
    Word("Pavilion", "亭"), Word("Tower", "塔"), Word("Harbour", "港"), Word("Islet", "洲"), Word("Wood", "林"),
    Word("Brook", "溪"), Word("Bay", "湾"), Word("Ridge", "岗"), Word("Court", "苑"), Word("Shore", "滩"),
    Word("Market", "市"), Word("Mill", "坊"), Word("Bank", "岸"), Word("Field", "田"), Word("Slope", "坡"),
    Word("Cliff", "岩"), Word("Creek", "浦"), Word("Dyke", "堤"), Word("Lane", "巷"), Word("Quay", "埠"),
    Word("Meadow", "坪"), Word("Grove", "榭"),
  ]

  /// Roads as most cities have them.
  static let roads: [Word] = [
    Word("Renmin", "人民"), Word("Jiefang", "解放"), Word("Zhongshan", "中山"), Word("Jianshe", "建设"),
    Word("Heping", "和平"), Word("Xinhua", "新华"), Word("Wenhua", "文化"), Word("Guangming", "光明"),
    Word("Tuanjie", "团结"), Word("Youyi", "友谊"), Word("Qianjin", "前进"), Word("Minzhu", "民主"),
    Word("Huancheng", "环城"), Word("Shengli", "胜利"), Word("Xingfu", "幸福"), Word("Chaoyang", "朝阳"),
    Word("Changjiang", "长江"), Word("Huanghe", "黄河"), Word("Kunlun", "昆仑"), Word("Taishan", "泰山"),
    Word("Huangshan", "黄山"), Word("Dongfeng", "东风"), Word("Hongqi", "红旗"), Word("Gongyuan", "公园"),
    Word("Xueyuan", "学院"), Word("Keji", "科技"), Word("Chuangxin", "创新"), Word("Fazhan", "发展"),
    Word("Yingbin", "迎宾"), Word("Jinxiu", "锦绣"), Word("Fuxing", "复兴"), Word("Changan", "长安"),
  ]

  static let districts: [Word] = [
    Word("West Bank", "西岸"), Word("East Bank", "东岸"), Word("South Lake", "南湖"), Word("North Hill", "北山"),
    Word("High-tech", "高新"), Word("Riverside", "滨江"), Word("Harbour", "港口"), Word("Old Town", "老城"),
    Word("University", "大学城"), Word("Airport", "空港"), Word("Fengming", "凤鸣"), Word("Longquan", "龙泉"),
    Word("Yuhua", "雨花"), Word("Pingjiang", "平江"), Word("Qingyang", "青阳"), Word("Jinshui", "锦水"),
  ]

  static let numerals: [Word] = [
    Word("First", "一"), Word("Second", "二"), Word("Third", "三"), Word("Fourth", "四"), Word("Fifth", "五"),
    Word("Sixth", "六"), Word("Seventh", "七"), Word("Eighth", "八"),
  ]
}

/// Hands out names of places, each once, in an order that the seed decides.
struct PlaceNames: Sendable {
  private var order: [Int]
  private var used = 0

  init(random: inout RandomStream) {
    order = Array(0..<WordList.firsts.count * WordList.seconds.count)
    for index in order.indices.dropLast() { order.swapAt(index, index + random.integer(below: order.count - index)) }
    // A place is not called Spring Spring.
    order.removeAll {
      Self.word($0).english.split(separator: " ").first == Self.word($0).english.split(separator: " ").last
    }
  }

  mutating func next() -> Word {
    let word = Self.word(order[used % order.count])
    let round = used / order.count
    used += 1
    guard round > 0 else { return word }
    let numeral = WordList.numerals[(round - 1) % WordList.numerals.count]
    return Word("\(word.english) \(numeral.english)", word.chinese + numeral.chinese)
  }

  private static func word(_ number: Int) -> Word {
    WordList.firsts[number / WordList.seconds.count].followed(by: WordList.seconds[number % WordList.seconds.count])
  }
}
