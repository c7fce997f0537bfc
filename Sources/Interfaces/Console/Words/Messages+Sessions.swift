// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

let sessionMessages: [String: (english: String, chinese: String)] = [
  "signIn": ("Sign in", "登录"),
  "signOut": ("Sign out", "退出"),
  "signInName": ("Sign-in name", "登录名"),
  "signInNameHint": ("Letters, digits and . _ - + @", "字母、数字及 . _ - + @"),
  "password": ("Password", "密码"),
  "passwordHint": ("At least 12 characters, easy to remember and hard to guess", "至少12个字符，易记且难猜"),
  "passwordAgain": ("Password again", "再次输入密码"),
  "passwordsDiffer": ("The two passwords are not the same. Type them again.", "两次输入的密码不一致，请重新输入。"),
  "yourName": ("Your name", "您的姓名"),
  "setUp": ("Make the first administrator", "创建首位管理员"),
  "setUpFirst": (
    "This city has no administrator yet. Open the link that the program printed when it started.",
    "本系统尚无管理员。请打开程序启动时显示的链接。"
  ),
  "setUpInvitation": (
    "This link works once. Whoever uses it administers the city and can make accounts for others.",
    "此链接仅可使用一次。使用者将成为管理员，并可为他人创建账号。"
  ),
  "makeAdministrator": ("Make the administrator and sign in", "创建管理员并登录"),
  "readyAccounts": ("Accounts of the demo city", "演示城市账号"),
  "readyAccountsHint": (
    "This city is made up. Everybody may come in as one of these; the password is no secret.",
    "本城市为虚构演示城市。任何人均可使用以下账号登录，密码公开。"
  ),
  "signInFailed": (
    "Name or password is wrong, or the account may not sign in.", "登录名或密码错误，或该账号不可登录。"
  ),
  "whatYouTyped": ("What you typed", "您填写的内容"),
  "typedWithoutScripts": (
    "Scripts are off here, so it cannot be filled in again by itself: copy it before you sign in.",
    "本浏览器未启用脚本，无法自动恢复填写内容，请在登录前复制。"
  ),
  "notKeptWithoutScripts": (
    "Scripts are off here: a text that is this long, or a file, is not kept.", "本浏览器未启用脚本，过长的内容或文件未能保存。"
  ),
  "sessionOver": (
    "Your session was over, so nothing was done. Sign in and you go on where you were; what you typed is kept in this browser.",
    "会话已过期，操作未执行。登录后可继续，您填写的内容已保存在本浏览器中。"
  ),
]
