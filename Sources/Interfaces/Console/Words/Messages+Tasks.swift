// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

let taskMessages: [String: (english: String, chinese: String)] = [
  "tasks": ("My tasks", "我的任务"),
  "task.count.one": ("{count} task", "{count} 项任务"),
  "task.count.other": ("{count} tasks", "{count} 项任务"),
  "noTasks": ("No task for you.", "暂无任务。"),
  "noTasksHint": ("What is sent to your department appears here by itself.", "派遣至您部门的事项会自动出现在这里。"),
  "sortTasks": ("Order", "排序"),
  "byDeadline": ("By deadline", "按期限"),
  "byDistance": ("By distance", "按距离"),
  "noLocation": (
    "Your place is not known; the tasks are in the order of their deadlines.", "无法获取位置，任务按期限排列。"
  ),
  "beginTask": ("Begin", "开始处置"),
  "doneTask": ("Done", "完成"),
  "whatWasDone": ("What was done", "处置结果"),
  "cannotDoIt": ("Not ours", "退单"),
  "whyNot": ("Why it is not yours to do", "退单理由"),
  "photosTaken": ("Taken: {count}", "已拍 {count} 张"),
  "taken": ("taken: ", "已拍："),
  "photoNeeded": ("A photo of the result is needed.", "需要处置后照片。"),
  "sendPhoto": ("Send the photo", "上传照片"),
  "sendNow": ("Send now", "立即发送"),
  "tasksOffline": (
    "No connection. What you do is kept here and sent when there is one.", "当前无网络，操作已保存，联网后自动发送。"
  ),
  "task.before": ("Photo before", "处置前照片"),
  "task.after": ("Photo after", "处置后照片"),
  "task.heic": (
    "The photo is in HEIC format, which many cannot open. Set the camera to JPEG (“most compatible”) and take it again.",
    "照片为 HEIC 格式，许多设备无法打开。请将相机设为 JPEG（“兼容性最佳”）后重新拍摄。"
  ),
  "task.heicClient": (
    "This photo is in HEIC format, which many cannot open. Set the camera to JPEG (“most compatible”) and take it again.",
    "该照片为 HEIC 格式，许多设备无法打开。请将相机设为 JPEG（“兼容性最佳”）后重新拍摄。"
  ),
  "task.tooLarge": ("The photo is too large even when made smaller.", "照片压缩后仍过大。"),
  "task.unreadable": ("This photo cannot be read. Take it again.", "无法读取该照片，请重新拍摄。"),
  "task.done.start": ("Begun.", "已开始处置。"),
  "task.done.photo": ("The photo is kept.", "照片已保存。"),
  "task.done.handle": ("Done. Somebody else checks it now.", "已完成，将由他人核查。"),
  "task.done.refuse": ("Sent back to the dispatcher.", "已退回派遣员。"),
  "task.waiting": ("waits to be sent", "等待发送"),
  "task.sending": ("being sent", "正在发送"),
  "task.sent": ("sent", "已发送"),
  "task.refused": ("not taken: {reason}", "未接受：{reason}"),
  "task.offline.one": ("{count} step waits to be sent", "{count} 步等待发送"),
  "task.offline.other": ("{count} steps wait to be sent", "{count} 步等待发送"),
  "task.nothingWaits": ("All is sent", "已全部发送"),
  "task.signIn": ("Sign in again, then it is sent", "请重新登录后发送"),
  "task.metres": ("{count} m", "{count} 米"),
  "task.kilometres": ("{count} km", "{count} 公里"),
  "task.noPlace": ("no place", "无位置"),
  "task.remove": ("Remove", "删除"),
  "task.step.start": ("Begin", "开始处置"),
  "task.step.photo": ("Photo", "照片"),
  "task.step.handle": ("Done", "完成"),
  "task.step.refuse": ("Not ours", "退单"),
]
