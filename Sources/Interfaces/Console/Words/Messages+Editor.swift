// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// The words of the decision editor; those that begin with `editor.` are for its script.
let editorMessages: [String: (english: String, chinese: String)] = [
  "editorTitle": ("Edit: {name}", "编辑：{name}"),
  "editorPlainHint": (
    "A row whose cells are all empty is left out.", "单元格全部为空的行将被忽略。"
  ),
  "startsFromVersion": ("This draft starts from version {version}.", "该草稿以第{version}版为基础。"),
  "startFromHere": ("Edit from this version", "以此版本为基础编辑"),
  "modelSheetsHint": (
    "The model's decision tables. Its other parts stay as they are; they, and the columns, are changed in its text.",
    "模型中的决策表。模型的其他部分保持原样；其他部分和列请在模型文本中修改。"
  ),
  "editAsText": ("Edit the text of the model", "编辑模型文本"),
  "editAsSheets": ("Edit its decision tables", "编辑决策表"),
  "modelText": ("The model (XML of DMN)", "模型（DMN XML）"),
  "noFindings": ("Nothing is wrong.", "未发现问题。"),
  "checkDraft": ("Check", "检查"),
  "trial": ("Try it", "试算"),
  "propose": ("Propose", "提交提案"),
  "proposeHint": ("It counts once somebody else has approved it.", "须由另一人审批后生效。"),
  "whatIfDraftHint": (
    "Everything that was decided in these days, decided anew by the draft. Nothing is changed.",
    "用草稿对所选日期内的全部决策重新试算，不改变任何数据。"
  ),
  "whatIfForbidden": (
    "To decide the past anew takes the role supervisor, auditor or administrator for the whole city.",
    "重新试算历史决策须具有全市范围的督办、审计或管理员角色。"
  ),
  "editor.kind.input": ("Input", "输入"),
  "editor.kind.output": ("Output", "输出"),
  "editor.kind.note": ("Note", "备注"),
  "editor.unnamed": ("unnamed", "未命名"),
  "editor.cellName": ("Rule {rule}, {column}", "规则{rule}，{column}"),
  "editor.hitPolicy": ("Hit policy", "命中策略"),
  "editor.undo": ("Undo", "撤销"),
  "editor.redo": ("Redo", "重做"),
  "editor.rule": ("Rule", "规则"),
  "editor.column": ("Column", "列"),
  "editor.insertAbove": ("Insert above", "上方插入"),
  "editor.insertBelow": ("Insert below", "下方插入"),
  "editor.duplicate": ("Duplicate", "复制"),
  "editor.moveUp": ("Move up", "上移"),
  "editor.moveDown": ("Move down", "下移"),
  "editor.moveLeft": ("Move left", "左移"),
  "editor.moveRight": ("Move right", "右移"),
  "editor.delete": ("Delete", "删除"),
  "editor.newInput": ("New input", "新增输入"),
  "editor.newOutput": ("New output", "新增输出"),
  "editor.newNote": ("New note", "新增备注"),
  "editor.expression": ("Expression", "表达式"),
  "editor.name": ("Name", "名称"),
  "editor.label": ("Label for people", "显示名称"),
  "editor.type": ("Type", "类型"),
  "editor.anyType": ("any", "任意"),
  "editor.values": ("Allowed values", "允许取值"),
  "editor.columnValues": ("Allowed", "取值"),
  "editor.columnDefault": ("Default", "默认"),
  "editor.default": ("Default, when no rule fits", "无规则命中时的默认值"),
  "editor.keys": (
    "Arrows, Tab and Enter move; Ctrl+Space suggests; Ctrl+Enter adds a rule, Alt+↑ ↓ moves it; Ctrl+Z undoes. Blocks of a "
      + "spreadsheet can be pasted.",
    "方向键、Tab、Enter 移动；Ctrl+空格 提示；Ctrl+Enter 加一条规则，Alt+↑ ↓ 移动规则；Ctrl+Z 撤销。可粘贴电子表格区域。"
  ),
  "editor.checking": ("Checking …", "检查中…"),
  "editor.sound": ("Nothing is wrong.", "未发现问题。"),
  "editor.unreachable": (
    "The city cannot be reached; the draft is kept in this browser. {detail}", "无法连接服务器，草稿已保存在本浏览器。{detail}"
  ),
  "editor.table": ("Decision table", "决策表"),
  "editor.spotLine": ("line {line}", "第{line}行"),
  "editor.spotCell": ("rule {rule}, column {column}", "规则{rule}，第{column}列"),
  "editor.spotRule": ("rule {rule}", "规则{rule}"),
  "editor.spotColumn": ("column {column}", "第{column}列"),
  "editor.toTest": ("to the test case", "查看该测试用例"),
  "editor.moreFindings": ("and {count} more", "另有{count}项"),
  "editor.trialHint": ("A value that is left empty is missing.", "留空表示缺失。"),
  "editor.try": ("Try", "试算"),
  "editor.cameOut": ("What came out", "结果"),
  "editor.byRules": ("by rule {rules}", "命中规则{rules}"),
  "editor.byDefault": ("by the defaults: no rule fits", "无规则命中，取默认值"),
  "editor.nothing": ("nothing", "空"),
  "editor.addTest": ("Keep as a test case", "存为测试用例"),
  "editor.testName": ("Name", "名称"),
  "editor.expected": ("Expected: {column}", "预期：{column}"),
  "editor.expectedWhole": ("Expected", "预期"),
  "editor.result": ("Result", "结果"),
  "editor.passed": ("passed", "通过"),
  "editor.failed": ("failed", "未通过"),
  "editor.notRun": ("not run", "未运行"),
  "editor.useInTrial": ("Try it", "试算"),
  "editor.newTest": ("New test case", "新增测试用例"),
  "editor.noTests": ("There are no test cases yet: try something and keep it.", "暂无测试用例：先试算，再保存。"),
  "editor.yes": ("true", "真"),
  "editor.no": ("false", "假"),
  "editor.draftKept": (
    "Your draft of {time} is shown.", "已恢复您 {time} 的草稿。"
  ),
  "editor.draftOld": (
    "Your draft of {time} was made on version {old}; version {new} is in force now. It is shown as you left it.",
    "您 {time} 的草稿基于第{old}版，现行为第{new}版。已按原样恢复。"
  ),
  "editor.discard": ("Discard the draft", "放弃草稿"),
  "editor.working": ("Working …", "处理中…"),
  "completion.department": ("department", "部门"),
  "completion.type": ("type of matter", "事项类型"),
  "completion.priority": ("priority", "优先级"),
  "completion.area": ("area", "区域"),
  "completion.name": ("name", "名称"),
  "completion.function": ("function", "函数"),
  "completion.allowed": ("allowed in this column", "本列允许"),
  "completion.value": ("used in this column", "本列已用"),
  "completion.word": ("word of FEEL", "FEEL 关键字"),
]
