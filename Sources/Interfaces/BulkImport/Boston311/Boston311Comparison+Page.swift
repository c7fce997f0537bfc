// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

extension Boston311Comparison {
  /// The comparison as a page of Markdown: what is measured, the sums, and every row in which a file contradicts itself.
  public var page: String {
    """
    # Boston's service requests

    `citywide import boston311 FILE…` makes matters of the service-request files that Boston published for 2015. This page says
    how, and where the files contradict themselves. A test makes it anew from the files and compares.

    ## How a row becomes a matter

    - **Type** is the slug of `TYPE`, **district** that of `neighborhood`, **department in charge** is `Department`; the pack
      names them (`Packs/boston`). Where a request could not be located the files put it at the City Hall and say
      `(0, 0)` in `Geocoded_Location`: it gets no position.
    - **Times** are those of America/New_York. One that the clocks showed twice, in the night in which summer time ends, is taken
      for the earlier of the two, one that they skipped for an hour later; in these files neither occurs.
    - `OPEN_DT` reports, accepts and dispatches the matter; `TARGET_DT` is the due date of its total clock; `CLOSED_DT` starts,
      handles, checks and closes it, with `CLOSURE_REASON` as the result. Without `CLOSED_DT` it stays dispatched. The channel is
      `boston311`, the external identifier `CASE_ENQUIRY_ID`.
    - **Duplicates**, those whose reason says "Duplicate of Existing Case", are merged into a case of the same type that is no
      duplicate itself and was open when the duplicate was closed: the one whose number stands in the reason; where none stands
      there, the last one opened before at the same `Property_ID`; else the nearest opened within 200 m in the 90 days before.
      Where there is none, because it was over already or is in no file, the case is closed like any other.

    ## The verdict

    A row is overdue when its total clock stopped after its due date, or runs past it at the last time that stands in the files,
    \(asOf).

    | | rows |
    | --- | ---: |
    | all | \(rows) |
    | closed | \(closedRows) |
    | duplicates that were merged | \(merged) |
    | duplicates without a case to merge into | \(duplicates.count) |
    | with `OnTime_Status` | \(judged) |
    | of these, with `TARGET_DT`, and our clock says the same | \(equal) |
    | of these, with `TARGET_DT`, and our clock says something else | \(different.count) |
    | of these, without `TARGET_DT` | \(withoutTarget.count) |
    | without `OnTime_Status`, with `TARGET_DT` | \(unjudged.count) |

    ## Rows that contradict themselves

    ### The verdict is not what the times say

    \(different.isEmpty ? "None." : Self.table(different))

    ### On time, but there is no target

    `OnTime_Status` is ONTIME and `TARGET_DT` is empty, so there is nothing to be on time for. Our matters are measured by their
    type's own limit, where the pack has one, and else by none; on-time rates leave those without a due date out.
    \(Self.verdicts(withoutTarget))

    \(Self.byType(withoutTarget, of: rowsByType))

    ### Closed before opened

    `CLOSED_DT` is some seconds before `OPEN_DT`: work that was entered when it was done. The matter ends when it begins.

    \(Self.list(backwards))

    ### Open, and closed

    `CASE_STATUS` is Open and `CLOSED_DT` empty, but `CLOSURE_REASON` tells of a closure. The matter stays open.

    \(Self.list(openAndClosed))

    ## Rows without a verdict

    `TARGET_DT` stands there, `OnTime_Status` does not. Our clock has a verdict: \(unjudged.count { $0.detail == "late" }) late,
    \(unjudged.count { $0.detail != "late" }) on time.

    \(Self.list(unjudged))

    ## Duplicates without a case to merge into

    \(Self.list(duplicates))

    """
  }

  /// What our clocks say where the files name no target.
  private static func verdicts(_ remarks: [Remark]) -> String {
    let counts = ["on time", "closed late", "open late"].map { verdict in
      (verdict, remarks.count { $0.detail == verdict })
    }
    let measured = counts.reduce(0) { $0 + $1.1 }
    guard measured > 0 else { return "None has a limit." }
    let words = counts.filter { $0.1 > 0 }.map { "\($0.1) \($0.0)" }.joined(separator: ", ")
    return "Of the \(measured) that have a limit so, whatever the file says of them, our clocks call \(words)."
  }

  private static func table(_ remarks: [Remark]) -> String {
    "| file | row | case | |\n| --- | ---: | --- | --- |\n"
      + remarks.map { "| \($0.file) | \($0.row) | \($0.caseID) | \($0.detail) |" }.joined(separator: "\n")
  }

  /// Case numbers by type, six to a line.
  private static func list(_ remarks: [Remark]) -> String {
    guard !remarks.isEmpty else { return "None." }
    return Dictionary(grouping: remarks, by: \.type).sorted { $0.key < $1.key }.map { type, some in
      let numbers = some.map(\.caseID)
      let lines = stride(from: 0, to: numbers.count, by: 8).map {
        "  " + numbers[$0..<min($0 + 8, numbers.count)].joined(separator: ", ")
      }
      return "- \(type), \(some.count):\n" + lines.joined(separator: ",\n")
    }.joined(separator: "\n")
  }

  /// As `list`; a type of which all rows are in it is one line.
  private static func byType(_ remarks: [Remark], of rows: [String: Int]) -> String {
    guard !remarks.isEmpty else { return "None." }
    let groups = Dictionary(grouping: remarks, by: \.type).sorted { $0.key < $1.key }
    return groups.map { type, some in
      some.count == rows[type] ? "- \(type): all \(some.count) rows" : list(some)
    }.joined(separator: "\n")
  }
}
