// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

let problemMessages: [String: (english: String, chinese: String)] = [
  "requestName": ("Request {id}", "请求 {id}"),
  "tryAgainIn": ("Try again in {seconds} s.", "请在{seconds}秒后重试。"),
  "problem.bad-request": ("The request cannot be read", "请求无法识别"),
  "problem.unauthenticated": ("Sign in first", "请先登录"),
  "problem.forbidden": ("Not allowed", "没有权限"),
  "problem.not-found": ("Not found", "未找到"),
  "problem.method-not-allowed": ("Not possible here", "此处不支持该操作"),
  "problem.conflict": ("It contradicts what is there", "与现有内容冲突"),
  "problem.illegal-transition": ("Not possible in this state", "当前状态不可执行"),
  "problem.revision-mismatch": (
    "Somebody changed it in the meantime; look at it again", "内容已被他人修改，请重新查看"
  ),
  "problem.idempotency-mismatch": ("The form was used already; load the page again", "表单已使用，请刷新页面"),
  "problem.too-large": ("Too large", "内容过大"),
  "problem.head-too-large": ("The address or a header is too long", "地址或请求头过长"),
  "problem.unsupported-media-type": ("This kind of file is not taken", "不支持该文件类型"),
  "problem.not-acceptable": ("Not available in this form", "不支持所需格式"),
  "problem.invalid": ("Something is not right in the form", "填写内容有误"),
  "problem.too-many-requests": ("Too many attempts", "操作过于频繁"),
  "problem.storage-full": ("The storage is full", "存储空间已满"),
  "problem.unavailable": ("Not available for the moment", "暂时无法使用"),
  "problem.internal": ("Something unexpected happened", "发生意外错误"),
]
