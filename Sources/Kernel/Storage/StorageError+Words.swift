// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

extension StorageError {
  /// What happened, for whoever runs the city.
  public var words: LocalizedText {
    switch self {
    case .notUnique(let what): LocalizedText("exists already: \(what)", "已存在：\(what)")
    case .constraint(let what): LocalizedText("constraint failed: \(what)", "不符合约束：\(what)")
    case .full(let what): LocalizedText("storage is full: \(what)", "存储空间已满：\(what)")
    case .unavailable(let what): LocalizedText("database unavailable: \(what)", "数据库不可用：\(what)")
    case .unknownOutcome(let what):
      LocalizedText(
        "the database failed during COMMIT; the change may or may not have been kept: \(what)",
        "数据库在提交时出错，变更是否已保存尚不确定：\(what)")
    case .corrupt(let what): LocalizedText("database damaged: \(what)", "数据库已损坏：\(what)")
    case .conflict(let what): LocalizedText("lost against another transaction: \(what)", "与其他事务冲突：\(what)")
    case .statement(let what, let sql): LocalizedText("\(what) in: \(sql)", "语句出错：\(what)，语句：\(sql)")
    }
  }
}

extension LocalizedText {
  /// Why something that the city does by itself fails, for whoever runs it.
  public init(trouble error: any Error) {
    switch error {
    case let problem as Problem:
      self.init(
        problem.description,
        "\(problem.code.titles.text(in: "zh-Hans"))：\(problem.detail(in: "zh-Hans"))")
    case let error as StorageError: self = error.words
    default: self.init("\(error)", "意外错误：\(error)")
    }
  }
}
