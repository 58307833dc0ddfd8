import SemperArchive
public import SemperModel

extension PaymentManager {
  /// The movements between two times, oldest first; none where the first is after the second.
  ///
  /// Each names the payments of this manager that it belongs to, with whichever of its purses they were made. That is our own
  /// knowledge, put together here: the bank is asked for the account and told nothing. What nobody here has paid, received or given back
  /// names none.
  public func statement(of purse: PurseID, from: Timestamp, until: Timestamp) async throws -> [StatementLine] {
    guard from <= until else { return [] }
    let lines = try await faculty(of: purse, \.statement, "has no statement of account")(from...until)
    guard lines.contains(where: { $0.name != nil }) else { return lines }
    // First those that go on: what ends meanwhile is in the tables by then.
    let open = try await desk.openMovements()
    return try await around.archive.records.read { reader in
      try lines.map { line in
        guard let name = line.name else { return line }
        var named = line
        named.payments = try PaymentTables.payments(of: name, reader)
        named.payments += (open[name] ?? []).filter { !named.payments.contains($0) }
        return named
      }
    }
  }
}
