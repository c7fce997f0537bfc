// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

let ruleMessages: [String: (english: String, chinese: String)] = [
  "thresholdRules": ("Threshold rules", "阈值规则"),
  "thresholdRulesIntroduction": (
    "The rules by which readings become warnings. What a change would have raised can be tried here; it counts once a second "
      + "person approves it.",
    "将监测读数转为预警的规则。可在此试算修改后会产生哪些预警；修改经另一人审批后生效。"
  ),
  "noThresholdRules": (
    "The city has no threshold rules. They come with its pack, in the folder rules.", "暂无阈值规则。规则随城市包的 rules 目录提供。"
  ),
  "warningLevel": ("Level", "级别"),
  "warningLevels": ("Levels", "级别"),
  "watchedSeries": ("Series", "序列"),
  "watchedSeriesHint": ("One code a line; * at the end stands for any rest.", "每行一个代码；末尾的 * 代表任意后缀。"),
  "levelWhen": ("Begins when", "开始条件"),
  "levelUntil": ("Ends when", "结束条件"),
  "levelFor": ("Must hold for", "持续时间"),
  "clearAfter": ("End must last", "恢复须持续"),
  "silence": ("Silence that begins anew", "中断重计"),
  "opensMatter": ("Opens", "产生事项"),
  "changeRule": ("Change", "修改"),
  "ruleChanges": ("What changes", "变化"),
  "ruleVersionWhatIfHint": (
    "The readings of these days are gone through by this version and compared with the warnings that there were. Nothing is "
      + "changed.",
    "用该版本重算所选日期内的读数，并与实际预警对比，不改变任何数据。"
  ),
  "ruleWhatIf": ("What if?", "假设分析"),
  "ruleWhatIfHint": (
    "Conditions are FEEL, durations as in PT5M. The readings of these days are gone through by the draft and compared with the "
      + "warnings that there were. Nothing is changed.",
    "条件用 FEEL 书写，时长如 PT5M。用草稿重算所选日期内的读数，并与实际预警对比，不改变任何数据。"
  ),
  "ruleWhatIfRun": ("Go through the readings", "重算读数"),
  "ruleLooked": ("{series} series, {readings} readings.", "{series}个序列，{readings}条读数。"),
  "ruleSummary": (
    "{would} warnings would have been raised and {ended} ended, where {did} were raised: {kept} there would have been too, "
      + "{gone} not, {added} are new.",
    "实际产生{did}条预警；按草稿会产生{would}条、结束{ended}条：{kept}条依旧，{gone}条不再出现，{added}条新增。"
  ),
  "ruleToday": (
    "Of the warnings that are on now, {same} would be on as they are and {other} at another level; {gone} would be gone; "
      + "{added} more would be on.",
    "当前预警中，{same}条不变，{other}条级别不同，{gone}条会消失；另会多出{added}条。"
  ),
  "ruleLimit": (
    "There were more readings than one what-if looks at; it stopped at series {series}.", "读数超出单次分析上限，止于序列 {series}。"
  ),
  "ruleFailure": (
    "For {count} readings a condition could not be told: {reason}", "{count}条读数无法判定条件：{reason}"
  ),
  "ruleCounts": ("By the highest level", "按最高级别"),
  "warningsWere": ("Were", "实际"),
  "warningsWould": ("Would have been", "按草稿"),
  "ruleGoneToday": ("On now, and would be gone", "当前预警中会消失的"),
  "ruleGone": ("The newest that there would not have been", "最近的、不再出现的预警"),
  "ruleAdded": ("The newest that there only would have been", "最近的、新增的预警"),
  "warningRaised": ("Raised", "开始"),
  "warningEnded": ("Ended", "结束"),
  "warningExtreme": ("Furthest value", "极值"),
]
