// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

let frameMessages: [String: (english: String, chinese: String)] = [
  "nav.centre": ("Centre", "指挥中心"),
  "nav.matters": ("Matters", "事项"),
  "nav.desk": ("Desk", "派遣台"),
  "nav.tasks": ("Tasks", "任务"),
  "nav.sensors": ("Sensors", "传感器"),
  "nav.statistics": ("Statistics", "统计"),
  "nav.decisions": ("Decisions", "决策规则"),
  "nav.audit": ("Audit", "审计"),
  "nav.administration": ("Administration", "系统管理"),
  "nav.report": ("Report", "上报"),
  "nav.more": ("More", "更多"),
  "moreEntries": ("More pages", "更多页面"),
  "railNarrow": ("Show icons alone", "仅显示图标"),
  "railBroad": ("Show icons and words", "显示图标与文字"),
  "wholeCity": ("Whole city", "全市"),
  "search": ("Search", "搜索"),
  "searchHint": ("Number, sensor, place  /", "编号、传感器、地点  /"),
  "searchWhat": ("Number of a matter, name or code of a sensor, name of a place", "事项编号、传感器名称或编码、地点名称"),
  "searchNone": ("Nothing found.", "未找到结果。"),
  "searchMatters": ("Matters with these words", "含有这些字词的事项"),
  "searchThings": ("Things in the city", "城市设施"),
  "searchHelp": (
    "Type the whole number of a matter, or a part of the name of a sensor or a place.", "请输入完整的事项编号，或传感器、地点名称的一部分。"
  ),
  "cityTime": ("Time in the city", "本市时间"),
  "you": ("You", "我的"),
  "colours": ("Colours", "配色"),
  "theme.automatic": ("As my system", "跟随系统"),
  "theme.light": ("Light", "浅色"),
  "theme.dark": ("Dark", "深色"),
  "theme.wall": ("Wall", "大屏"),
  "emergencyMode": ("Emergency mode", "应急状态"),
  "connectionLive": ("Live", "实时"),
  "connectionLost": ("Connection lost; as of {minutes} min ago", "连接中断，数据截至{minutes}分钟前"),
  "changesWaiting": ("Show what has changed", "显示更新"),
  "offline": ("You are offline", "当前离线"),
  "offlineHint": ("What you see is the last that was loaded. It goes on by itself.", "当前显示的是最后一次加载的内容，恢复连接后将自动更新。"),
  "forbiddenNow": ("Sign in as somebody with that role, or ask an administrator for it.", "请使用具备相应角色的账号登录，或联系管理员。"),
  "formOfOtherSession": ("The form is older than this session", "表单已过期"),
  "formOfOtherSessionText": (
    "You have signed in anew since the page was loaded, so nothing was done. Open the page again and send the form from there; "
      + "what you typed is in it.", "页面打开后您已重新登录，此次操作未执行。请返回页面重新提交，已填写的内容不会丢失。"
  ),
  "toForm": ("Back to the form", "返回表单"),
  "helpWith": ("What is that?", "这是什么？"),
]
