// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

extension MatterAction {
  /// The verb of the trade, as on a button.
  public var name: LocalizedText {
    switch self {
    case .submit: text("Submit", "提交")
    case .accept: text("Accept", "受理")
    case .sendBack: text("Return to the reporter", "退回补正")
    case .resubmit: text("Complete and submit again", "补正后再次提交")
    case .reject: text("Do not accept", "不予受理")
    case .dispatch: text("Dispatch", "派遣")
    case .start: text("Begin", "开始处置")
    case .refuse: text("Refuse", "退单")
    case .handle: text("Report the result", "反馈处置结果")
    case .verify: text("Begin verification", "开始核查")
    case .close: text("Close", "结案")
    case .rework: text("Order rework", "退回重办")
    case .archive: text("Archive", "归档")
    case .reopen: text("Reopen", "重启")
    case .suspend: text("Suspend", "挂账")
    case .resume: text("Resume", "恢复办理")
    case .withdraw: text("Withdraw", "撤回")
    case .cancel: text("Cancel", "作废")
    case .merge: text("Merge into another", "并案")
    case .unmerge: text("Undo the merge", "撤销并案")
    case .rate: text("Rate", "评价")
    case .note: text("Add a note", "添加备注")
    case .attach: text("Attach a file", "添加附件")
    case .extend: text("Extend a time limit", "延期")
    case .prioritise: text("Change the priority", "调整优先级")
    }
  }
}

extension Evidence.Phase {
  public var name: LocalizedText {
    switch self {
    case .report: text("Report", "上报")
    case .handle: text("Result", "处置")
    case .verify: text("Check", "核查")
    }
  }
}

extension MatterEvent.Kind {
  /// What happened, for people.
  public var name: LocalizedText {
    switch self {
    case .drafted: text("Drafted", "起草")
    case .submitted: text("Reported", "上报")
    case .accepted: text("Accepted", "受理")
    case .returned: text("Returned to the reporter", "退回补正")
    case .resubmitted: text("Completed and submitted again", "补正后再次提交")
    case .rejected: text("Not accepted", "不予受理")
    case .dispatched: text("Dispatched", "派遣")
    case .started: text("Begun", "开始处置")
    case .refused: text("Refused by the department", "部门退单")
    case .handled: text("Handled", "处置完成")
    case .branchDone: text("One department is done", "一个部门已完成")
    case .verificationStarted: text("Verification begun", "开始核查")
    case .closed: text("Closed", "结案")
    case .reworkOrdered: text("Rework ordered", "退回重办")
    case .archived: text("Archived", "归档")
    case .reopened: text("Reopened", "重启")
    case .suspended: text("Suspended", "挂账")
    case .resumed: text("Resumed", "恢复办理")
    case .withdrawn: text("Withdrawn", "撤回")
    case .cancelled: text("Cancelled", "作废")
    case .merged: text("Merged into another matter", "并入另一事项")
    case .unmerged: text("Merge undone", "撤销并案")
    case .absorbed: text("Took in another matter", "并入了另一事项")
    case .released: text("Let go of another matter", "拆出了另一事项")
    case .rated: text("Rated", "评价")
    case .noted: text("Note added", "添加备注")
    case .evidenceAttached: text("File attached", "添加附件")
    case .extended: text("Time limit extended", "延期")
    case .prioritised: text("Priority changed", "调整优先级")
    case .clockWarned: text("A time limit is near", "时限临近")
    case .clockBreached: text("A time limit has passed", "已超时限")
    case .warningJoined: text("News of its warning", "预警动态")
    case .relocated: text("Areas were redrawn", "区划调整")
    }
  }
}
