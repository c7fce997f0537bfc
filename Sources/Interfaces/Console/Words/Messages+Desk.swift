// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

let deskMessages: [String: (english: String, chinese: String)] = [
  "desk": ("Dispatch desk", "派遣台"),
  "desk.waiting.one": ("{count} waiting", "{count} 件待处理"),
  "desk.waiting.other": ("{count} waiting", "{count} 件待处理"),
  "deskNew": ("What waits", "待处理"),
  "deskEmpty": ("Nothing waits.", "暂无待处理事项。"),
  "deskEmptyHint": ("What is reported appears here by itself.", "新的上报会自动出现在这里。"),
  "desk.accept": ("Accept, and go on", "受理，下一件"),
  "desk.acceptAndSendTo": ("Accept and send to {department}", "受理并派遣至{department}"),
  "desk.sendTo": ("Send to {department}", "派遣至{department}"),
  "desk.noLead": ("choose a department", "请选择部门"),
  "desk.changed": ("Somebody changed it in the meantime.", "内容已被他人修改。"),
  "desk.condition": ("{name}: {value}", "{name}：{value}"),
  "desk.byDefault": ("No rule fits, so the default counts", "无匹配规则，按默认值"),
  "desk.already": ("{name}: {action}. It is {state} now.", "{name}：{action}，当前状态为{state}。"),
  "desk.done.go": ("{number} went to {department}.", "{number} 已派遣至{department}。"),
  "desk.done.send": ("{number} went to {department}.", "{number} 已派遣至{department}。"),
  "desk.done.return": ("{number} went back to the reporter.", "{number} 已退回补正。"),
  "desk.done.reject": ("{number} was not accepted.", "{number} 不予受理。"),
  "desk.done.merge": ("{number} was merged.", "{number} 已并案。"),
  "suggestedHeading": ("Suggested", "建议"),
  "suggestedBecause": ("because of", "依据"),
  "suggestedAssisting": ("Assisting:", "协办："),
  "noSuggestion": ("No decision names a department; choose one.", "没有决策指定部门，请选择。"),
  "sendElsewhere": ("Send elsewhere", "派遣至其他部门"),
  "returnToReporter": ("Return to the reporter", "退回补正"),
  "doNotAccept": ("Do not accept", "不予受理"),
  "isItTheSame": ("Is it the same?", "是否为同一事项？"),
  "mergeInto": ("Merge into it", "并入该事项"),
  "sameTrouble": ("Likely the same", "很可能相同"),
  "openWhole": ("Open the whole matter", "查看完整事项"),
  "deskKeys": (
    "Keys: J and K move, A accepts and goes on, D another department, B return, R do not accept, M merge",
    "快捷键：J、K 移动，A 受理并继续，D 其他部门，B 退回，R 不予受理，M 并案"
  ),
]
