// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

let reportMessages: [String: (english: String, chinese: String)] = [
  "stepWhat": ("What is it?", "是什么问题？"),
  "stepWhere": ("Where is it?", "在哪里？"),
  "inYourWords": ("In your words", "情况描述"),
  "photo": ("Photograph", "照片"),
  "photoHint": (
    "JPEG, PNG or WebP, optional. Place and device in the file are shown to nobody but those who work on it.",
    "JPEG、PNG 或 WebP，可不填。文件中的位置和设备信息仅办理人员可见。"
  ),
  "placeInWords": ("Place", "地点"),
  "placeHint": ("Street and number, or how one finds it", "街道门牌，或如何找到"),
  "coordinates": ("Coordinates", "坐标"),
  "coordinatesHint": ("Degrees, as a map or a telephone shows them; optional", "十进制度数，可从地图或手机获取；可不填"),
  "longitude": ("Longitude (east)", "经度（东）"),
  "latitude": ("Latitude (north)", "纬度（北）"),
  "coordinatesWrong": (
    "Coordinates are two numbers of degrees: longitude −180 to 180, latitude −90 to 90.",
    "坐标为两个度数：经度 −180 至 180，纬度 −90 至 90。"
  ),
  "personalDataHint": (
    "Only those who work on your report see your name and contact.", "您的姓名和联系方式仅办理人员可见。"
  ),
  "nameOptional": ("Your name (optional)", "姓名（可不填）"),
  "contactOptional": ("Telephone or e-mail (optional)", "电话或邮箱（可不填）"),
  "sendReport": ("Send the report", "提交上报"),
  "fillIn": ("Please choose a kind of trouble and describe it.", "请选择问题类型并填写描述。"),
  "reportSent": ("Thank you. Your report has come in.", "感谢您的上报，我们已收到。"),
  "photoNotKept": ("The report has come in; its photograph was not kept: {reason}", "上报已收到，但照片未能保存：{reason}"),
  "trackingCode": ("Tracking code", "查询码"),
  "keepCode": (
    "Keep number and code, or the address of this page: with them you see your report, complete it and rate it. The code is not "
      + "shown again elsewhere.",
    "请保存编号和查询码，或收藏本页地址：凭此可查看、补充和评价您的上报。查询码不会在其他地方再次显示。"
  ),
  "progressOf": ("Report {number}", "上报 {number}"),
  "since": ("Since", "状态时间"),
  "whoHasIt": ("Who has it", "负责部门"),
  "continuedIn": ("Goes on in", "并入"),
  "stepsSoFar": ("So far", "办理进度"),
  "yourReport": ("Your report", "您的上报"),
  "notesForYou": ("Notes for you", "给您的留言"),
  "yourRating": ("Your rating", "您的评价"),
  "areYouSatisfied": ("Are you satisfied?", "您满意吗？"),
  "commentOptional": ("Remark (optional)", "补充意见（可不填）"),
  "grade.1": ("Not satisfied at all", "非常不满意"),
  "grade.2": ("Not satisfied", "不满意"),
  "grade.3": ("Neither", "一般"),
  "grade.4": ("Satisfied", "满意"),
  "grade.5": ("Very satisfied", "非常满意"),
  "addPhoto": ("Add a photograph", "补充照片"),
  "isItYours": ("Is it your report?", "这是您的上报吗？"),
  "codeInvitation": ("With its tracking code you see the report itself.", "输入查询码可查看上报内容。"),
  "codeIsWrong": ("The code is not right", "查询码不正确"),
  "show": ("Show", "查看"),
]
