// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// Terms of art: `term.<code>` is the word, `help.<code>` what it means in a sentence.
let helpMessages: [String: (english: String, chinese: String)] = [
  "term.cell": ("Grid cell", "单元网格"),
  "help.cell": (
    "The smallest area of the city's management, some ten thousand square metres with one person in charge.",
    "城市管理的最小地理单元，面积约一万平方米，由专人负责。"
  ),
  "term.community": ("Community", "社区"),
  "help.community": ("The part of a street that one residents' committee looks after.", "由一个居民委员会服务的区域，隶属街道。"),
  "term.street": ("Street", "街道"),
  "help.street": (
    "The administration below the district, named for a street; it holds several communities.",
    "区以下的行政层级（街道办事处），下辖若干社区。"
  ),
  "term.level": ("Warning level", "预警级别"),
  "help.level": (
    "Red is the worst, then orange, yellow, blue. The level follows from the rule of the sensor and its value.",
    "由重到轻依次为红、橙、黄、蓝，依据传感器规则与读数确定。"
  ),
  "term.onTime": ("On time", "按时办结率"),
  "help.onTime": (
    "The share of matters that were finished before their due date, pauses left out.",
    "在截止时间前办结的事项所占比例，不计暂停时段。"
  ),
  "term.late": ("Late", "超时"),
  "help.late": (
    "Open matters one of whose running clocks is past its limit: the step they are in, or the whole. The statistics count those "
      + "past the limit of the whole matter alone, which are fewer.",
    "任一计时已过时限的待办事项，环节时限与总时限都算在内。统计页只计超过总时限的事项，因此数量较少。"
  ),
  "term.openOverdue": ("Of these late", "其中超期"),
  "help.openOverdue": (
    "Open matters past the limit of the whole matter. The operation centre and the lists also count those past the limit of the "
      + "step they are in, which are more.",
    "已超过总时限的未办结事项。指挥中心与事项列表还计入超过环节时限的事项，因此数量较多。"
  ),
  "term.verification": ("Verification", "核查"),
  "help.verification": ("Somebody other than who did the work looks whether it is done.", "由处置人以外的人员核实处置结果。"),
  "term.emergency": ("Emergency mode", "应急状态"),
  "help.emergency": (
    "Everybody who has signed in sees that the city works under emergency rules, why, and since when. It is declared "
      + "and ended by a supervisor, and both are in the journal.",
    "登录人员均可看到城市已进入应急状态及其原因与起始时间。由督办人员宣布与解除，均记入日志。"
  ),
  "term.silent": ("Silent", "失联"),
  "help.silent": (
    "A sensor from which nothing has come for much longer than it usually takes.", "超过正常上报间隔较长时间仍无数据的传感器。"
  ),
  "term.implausible": ("Implausible", "数据异常"),
  "help.implausible": (
    "A sensor whose values cannot be right: out of its range, jumping, or standing still.",
    "读数不可信的传感器：超量程、突变或长时间不变。"
  ),
]
