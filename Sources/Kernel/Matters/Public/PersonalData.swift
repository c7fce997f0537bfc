// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

/// Hides what tells about a person in words that everybody may read: telephone and identity numbers, e-mail addresses, number
/// plates, and names where the words around them say that they are names.
///
/// What is hidden becomes `•••`. It errs on the side of hiding: any seven digits in a row are a number of somebody's, but for
/// dates and numbers of reports. A bare name in the middle of a sentence is not found.
public enum PersonalData {
  public static let mask = "•••"

  /// - Parameter known: texts to hide wherever they are, such as the reporter's own name.
  public static func masked(_ text: String, known: [String] = []) -> String {
    var result = text
    for word in known.map({ $0.filter { !$0.isWhitespace } }) where word.count > 1 {
      result = result.replacing(word, with: mask)
    }
    for word in known where word.count > 1 { result = result.replacing(word, with: mask) }
    result = result.replacing(email, with: mask)
    result = plates(result)
    result = numbers(result)
    return names(result)
  }

  // Patterns are values that nothing changes; the type is not marked as Sendable.
  nonisolated(unsafe) private static let email = /[A-Za-z0-9._%+\-]+@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+/
  nonisolated(unsafe) private static let chinesePlate =
    /[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Za-z][·•. \-]?[A-Za-z0-9]{4,5}[A-Za-z0-9挂学警港澳使领]/
  nonisolated(unsafe) private static let plate =
    /\b(?:[A-Z]{2}[0-9]{2} ?[A-Z]{3}|[A-Z]{3}[ \-]?[0-9]{3,4}|[0-9]{3}[ \-]?[A-Z]{3}|[A-Z]{1,3}[ \-][A-Z]{1,2}[ \-]?[0-9]{1,4})\b/
  nonisolated(unsafe) private static let namedPlate =
    /((?i:licen[cs]e|number|registration)(?i: plate| number)?(?i: is|:)? |(?i:plate)(?i: is|:)? |车牌号?码?[是为：: ]{0,2})([A-Z0-9][A-Z0-9\-]*(?: [A-Z0-9\-]*[0-9][A-Z0-9\-]*)?)/
  nonisolated(unsafe) private static let digits =
    /[A-Z]{0,2}[+＋]?[（(]?[0-9０-９](?:[ \-－—.·\/()（）]{0,2}[0-9０-９]){6,}[Xx]?/
  nonisolated(unsafe) private static let spoken = /[零〇一二三四五六七八九幺两]{7,}/
  nonisolated(unsafe) private static let date =
    /(?:19|20)[0-9]{2}([\-.\/])(?:0?[1-9]|1[0-2])\1(?:0?[1-9]|[12][0-9]|3[01])/
  nonisolated(unsafe) private static let report = /20[0-9]{6}-[0-9]{6}/
  nonisolated(unsafe) private static let titledName =
    /\b(Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Madam)(\.?) (?:[A-Z]\. ?)*[A-Z][\p{L}'’\-]+(?: [A-Z][\p{L}'’\-]+)?/
  nonisolated(unsafe) private static let introducedName =
    /\b((?:[Mm]y|[Hh]is|[Hh]er) (?:full )?name is|[Ii] am|I['’]m|[Nn]ame:|[Cc]ontact:?|[Aa]sk for|[Ss]igned|[Rr]egards,?|[Nn]eighbou?r) [A-Z][\p{L}'’\-]+(?: [A-Z][\p{L}'’\-]+){0,2}/
  nonisolated(unsafe) private static let chineseIntroduced =
    /(我叫|我名叫|名叫|姓名[是为：: ]{0,2}|联系人[是为：: ]{0,2}|本人[是为：: ]{0,2}|申请人[：: ]?|投诉人[：: ]?|举报人[：: ]?|业主[：: ]|我是)([\p{Han}·]{2,4})/
  nonisolated(unsafe) private static let chineseTitled =
    /(\p{Han}{1,4})(先生|女士|小姐|太太|老师|师傅|医生|大爷|大妈|阿姨|叔叔|经理|主任|书记)/

  private static func numbers(_ text: String) -> String {
    let without = text.replacing(digits) { match -> String in
      let found = String(match.output)
      // A date or a report's number, alone or with a time behind it, tells about nobody.
      if found.wholeMatch(of: date) != nil || found.wholeMatch(of: report) != nil { return found }
      if let day = found.prefixMatch(of: date) {
        let rest = found[day.range.upperBound...]
        let count = rest.filter(\.isNumber).count
        if count <= 4 { return found }
        return count >= 7 ? String(found[..<day.range.upperBound]) + " " + mask : mask
      }
      return mask
    }
    return without.replacing(spoken, with: mask)
  }

  private static func plates(_ text: String) -> String {
    text.replacing(chinesePlate, with: mask).replacing(plate, with: mask)
      .replacing(namedPlate) { match in
        // `number 5 High Street` is an address.
        let plate = match.output.2
        let isPlate = plate.contains(where: \.isNumber) && plate.contains(where: \.isLetter) && plate.count >= 4
        return isPlate ? String(match.output.1) + mask : String(match.output.0)
      }
  }

  private static func names(_ text: String) -> String {
    text.replacing(titledName) { "\($0.output.1)\($0.output.2) \(mask)" }
      .replacing(introducedName) { match in
        // What follows a sentence's beginning may be a place; "I am" is followed by a name or by a small letter.
        "\(match.output.1) \(mask)"
      }
      .replacing(chineseIntroduced) { match in
        guard let name = chineseName(at: match.output.2) else { return String(match.output.0) }
        return String(match.output.1) + mask + String(match.output.2.dropFirst(name))
      }
      .replacing(chineseTitled) { match in
        let before = Array(match.output.1)
        // The name is what stands right before the title: a surname, alone or with up to two more characters.
        for length in [3, 2, 1, 4] where length <= before.count {
          let name = before.suffix(length)
          guard isName(Array(name)) else { continue }
          return String(before.dropLast(length)) + mask + String(match.output.2)
        }
        return String(match.output.0)
      }
  }

  /// How many characters of a text that should begin with a name are one; `nil` where it does not.
  private static func chineseName(at text: Substring) -> Int? {
    let characters = Array(text)
    let isDouble = characters.count > 1 && doubleSurnames.contains(String(characters[..<2]))
    guard isDouble || characters.first.map(surnames.contains) == true else { return nil }
    let longest = isDouble ? 4 : 3
    // Two characters and a verb or particle behind them: 王伟住在.
    if characters.count > 2, !isDouble, notInNames.contains(characters[2]) { return 2 }
    return min(characters.count, longest)
  }

  private static func isName(_ characters: [Character]) -> Bool {
    guard let first = characters.first else { return false }
    if characters.count > 1, doubleSurnames.contains(String(characters[..<2])) { return characters.count <= 4 }
    return surnames.contains(first) && characters.count <= 3
      && !characters.dropFirst().contains(where: notInNames.contains)
  }

  private static let notInNames: Set<Character> = Set("住在的是有，。、和与家电了说来到请被把向对跟找")
  private static let surnames = Set(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金"
      + "陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐梅莫庄辛管祝左涂谷祁时舒耿牟卜詹"
      + "关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来嵺苟全褚廉简娄盖符奚木穆党燕郎邸冀")
  private static let doubleSurnames: Set<String> = ["欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "司徒", "令狐"]
}
