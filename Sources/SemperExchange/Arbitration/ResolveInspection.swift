import SemperCryptography
import SemperModel
import SemperStatements

/// What the arbiter looks at before it resolves: whether weak items can be opened at all, whether small data is what was
/// described, and whether the other side can get at the data that the caller owes it.
struct ResolveInspection: Sendable {
  let record: ExchangeRecord
  let originator: [LockedItem]
  let responder: [LockedItem]
  let data: any SealedDataStore

  /// Whose items are bad, the originator's first: it has opened, or will, so its own fault must not hide behind the
  /// peer's. `nil` when nothing bad can be seen now.
  ///
  /// Refuses with `goodsMissing` when a ciphertext that is needed has not been left here.
  func fault(
    originator secretOfOriginator: OpeningSecret?, responder secretOfResponder: OpeningSecret?,
    resolvedBy caller: ExchangeRole
  ) async throws -> ExchangeRole? {
    // A responder that resolves may not keep its own data to itself.
    if caller == .responder {
      for item in responder { try await requireHeld(item) }
    }
    if try await isBad(originator, of: .originator, secretOfOriginator) { return .originator }
    if try await isBad(responder, of: .responder, secretOfResponder) { return .responder }
    return nil
  }

  private func isBad(
    _ items: [LockedItem], of role: ExchangeRole, _ secret: OpeningSecret?
  ) async throws -> Bool {
    for item in items where item.itemClass.isData {
      guard let secret else { return true }
      guard case .checkedData(let locked) = item.form else { continue }
      guard let content = record.described(item.path, of: role)?.content else { return true }
      let sealed = try await bytes(of: locked, item)
      guard
        SealedContent(sealed, lockedAs: locked)?.isGood(
          opening: secret.opening(for: item.path), exchange: record.terms.id, content: content) ?? false
      else { return true }
    }
    return false
  }

  private func requireHeld(_ item: LockedItem) async throws {
    guard let locked = item.ciphertext, try await !data.holds(locked) else { return }
    throw missing(item)
  }

  private func bytes(of locked: LockedData, _ item: LockedItem) async throws -> [UInt8] {
    guard let sealed = try await data.bytes(of: locked) else { throw missing(item) }
    return sealed
  }

  private func missing(_ item: LockedItem) -> Refusal {
    Refusal(
      .goodsMissing, blame: .peer,
      "the ciphertext of \(item.path) is needed here: leave it with the arbiter first, then resolve again")
  }
}
