// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Storage
public import Vocabulary

extension Warnings {
  /// Lets warnings lie in the areas in which their things lie, after the city was divided anew.
  public static func followThings(tenant: Tenant, in transaction: Transaction) throws {
    try transaction.execute(
      """
      UPDATE warnings SET (district, street, community, cell) =
        (SELECT e.district, e.street, e.community, e.cell FROM entities e
          WHERE e.tenant = warnings.tenant AND e.id = warnings.entity)
      WHERE tenant = ? AND EXISTS
        (SELECT 1 FROM entities e WHERE e.tenant = warnings.tenant AND e.id = warnings.entity)
      """, tenant)
  }
}
