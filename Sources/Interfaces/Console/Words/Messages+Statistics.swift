// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

let statisticsMessages: [String: (english: String, chinese: String)] = [
  "statistics": ("Deadlines kept", "按期办结"),
  "countedBy": ("By", "统计维度"),
  "by.type": ("Type", "类型"),
  "by.department": ("Department", "部门"),
  "by.area": ("District", "区县"),
  "by.street": ("Street", "街道"),
  "by.month": ("Month", "月份"),
  "basisHeading": ("Date that counts", "统计口径"),
  "basis.opened": ("When it came in", "按上报时间"),
  "basis.ended": ("When it ended", "按办结时间"),
  "periodHeading": ("Period", "统计时段"),
  "period.month": ("This month", "本月"),
  "period.quarter": ("Three months", "近三个月"),
  "period.year": ("Twelve months", "近十二个月"),
  "period.all": ("Everything", "全部"),
  "total": ("All together", "合计"),
  "withoutKey": ("Without", "无"),
  "rank": ("Place", "名次"),
  "onTimeRate": ("In time", "按期率"),
  "allMatters": ("Matters", "事项数"),
  "endedInTime": ("Ended in time", "按期办结"),
  "endedLate": ("Ended late", "超期办结"),
  "stillOpen": ("Open", "未办结"),
  "openOverdue": ("Of these late", "其中超期"),
  "barHeading": ("How many, and how", "数量与构成"),
  "statisticsBar": (
    "{onTime} in time, {late} late, {open} open, {openLate} open and late",
    "按期 {onTime}，超期 {late}，未办结 {open}，未办结且超期 {openLate}"
  ),
  "leagueHeading": ("League table", "排名"),
  "rateRule": (
    """
    In time = ended in time / (ended in time + ended late). What is open is counted beside it. Late is what has passed the \
    limit of the whole matter; lists mark what has passed the limit of a step, too. Every number opens its matters.
    """,
    "按期率 = 按期办结 /（按期办结 + 超期办结），未办结的单独列出。超期以总时限为准，列表中还会标出超过环节时限的事项。点击数字可查看对应事项。"
  ),
  "noStatistics": ("Nothing is counted here.", "暂无统计数据。"),
  "noStatisticsHint": ("Choose a longer period, or take a part of the filter away.", "请选择更长时段，或减少筛选条件。"),
  "asOf": ("As of", "统计至"),
]
