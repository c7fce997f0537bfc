// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

extension MatterState {
  /// What people call the state.
  public var name: LocalizedText {
    switch self {
    case .draft: text("Draft", "草稿")
    case .submitted: text("Reported", "已上报")
    case .accepted: text("Accepted", "已受理")
    case .dispatched: text("Dispatched", "已派遣")
    case .inProgress: text("In progress", "处置中")
    case .handled: text("Handled", "已处置")
    case .verifying: text("Being verified", "核查中")
    case .closed: text("Closed", "已结案")
    case .archived: text("Archived", "已归档")
    case .returned: text("Returned", "待补正")
    case .rejected: text("Not accepted", "不予受理")
    case .suspended: text("Suspended", "已挂账")
    case .withdrawn: text("Withdrawn", "已撤回")
    case .cancelled: text("Cancelled", "已作废")
    case .merged: text("Merged", "已合并")
    case .reopened: text("Reopened", "已重启")
    }
  }

  /// What happens next, for whoever reported the matter.
  public var whatNext: LocalizedText {
    switch self {
    case .draft: text("It waits to be sent.", "等待提交。")
    case .submitted: text("Somebody checks the report and files it.", "工作人员将核对并受理您的上报。")
    case .accepted: text("It is sent to the department in charge.", "将派遣给负责的部门。")
    case .dispatched: text("The department begins its work.", "负责的部门将开始处置。")
    case .inProgress: text("The department is working on it and reports the result.", "部门正在处置，完成后反馈结果。")
    case .handled: text("Somebody else checks the result.", "将由他人核查处置结果。")
    case .verifying: text("The result is being checked; then the matter is closed.", "正在核查结果，通过后结案。")
    case .closed: text("It is done.", "已办结。")
    case .archived: text("It is done and filed away.", "已办结并归档。")
    case .returned: text("Something is missing: please complete the report.", "信息不完整，请补充您的上报。")
    case .rejected: text("Nothing more happens; the reason is given.", "不再处理，理由已说明。")
    case .suspended: text("It waits for something outside; the clocks stand still.", "因客观原因暂缓处置，计时暂停。")
    case .withdrawn: text("It was taken back; nothing more happens.", "已撤回，不再处理。")
    case .cancelled: text("It was ended; the reason is given.", "已作废，理由已说明。")
    case .merged: text("It goes on together with another report of the same trouble.", "与同一问题的另一上报合并办理。")
    case .reopened: text("It is sent to the department again.", "将再次派遣给负责的部门。")
    }
  }
}

extension MatterPriority {
  public var name: LocalizedText {
    switch self {
    case .normal: text("Normal", "一般")
    case .urgent: text("Urgent", "紧急")
    case .supervised: text("Supervised", "督办")
    }
  }
}

extension MatterClock.Kind {
  /// What must be done before the clock is due.
  public var name: LocalizedText {
    switch self {
    case .accept: text("Accept", "受理")
    case .dispatch: text("Dispatch", "派遣")
    case .handle: text("Handle", "处置")
    case .verify: text("Verify", "核查")
    case .total: text("In all", "总时限")
    }
  }
}

func text(_ english: String, _ chinese: String) -> LocalizedText {
  LocalizedText(["en": english, "zh-Hans": chinese])
}
