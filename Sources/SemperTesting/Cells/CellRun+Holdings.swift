import SemperCredentials
import SemperCryptography
package import SemperExchange
import SemperModel
package import SemperPayments
import SemperStatements

// Who holds what, judged from ledgers, registry, opened data and statements that count; never from what a machine says.
extension CellRun {
  /// What a side holds of what the other owes it, bonds left out.
  package func held(by role: ExchangeRole) async throws -> Set<String> {
    var held = Set<String>()
    for item in owed(to: role) {
      if try await isHeld(item, by: role) { held.insert(item.path) }
    }
    return held
  }

  package func owed(to role: ExchangeRole) -> [DescribedItem] {
    proposal.items(of: role.peer).filter { !$0.description.isBond }
  }

  private func isHeld(_ item: DescribedItem, by role: ExchangeRole) async throws -> Bool {
    let locked = commitments[role.peer]?.first { $0.path == item.path }
    switch locked?.form {
    case nil: return false
    case .statement(let signed): return try counts(signed, item, for: role)
    case .credential(let signed, let status):
      let receipt = try VerifiedStatement<StatusReceipt>(verifying: status, keys: terms.keys).content
      let isInvalid = try await registry.isInvalid(receipt.terms)
      return try counts(signed, item, for: role) && isInvalid == false
    case .lock(let signed), .reversibleLock(let signed): return try ending(signed) == .claimed
    case .mail, .checkedData, .data: return shelf.opened.contains(item.path)
    }
  }

  private func counts(_ signed: SignedStatement, _ item: DescribedItem, for role: ExchangeRole) throws -> Bool {
    let statement = try VerifiedStatement<ConditionalStatement>(verifying: signed, keys: terms.keys).content
    return resolutions.contains(role)
      || secrets[role].map { statement.counts(with: $0.opening(for: item.path)) } == true
  }

  private func ending(_ signed: SignedStatement) throws -> LockOutcome.Ending? {
    let receipt = try VerifiedStatement<LockReceipt>(verifying: signed, keys: terms.keys).content
    return ledgers.values.first { $0.key.thumbprint == receipt.ledger }?.ending(of: receipt.terms)
  }

  /// What the registry says of the credential in this exchange; `nil` where none was entered.
  package var credentialIsInvalid: Bool? {
    get async throws {
      for case .credential(_, let status) in commitments.values.flatMap({ $0.map(\.form) }) {
        let receipt = try VerifiedStatement<StatusReceipt>(verifying: status, keys: terms.keys).content
        return try await registry.isInvalid(receipt.terms)
      }
      return nil
    }
  }

  /// How the bond ended; `nil` while it stands or where there is none.
  package var bondEnding: LockOutcome.Ending? {
    get throws {
      guard let bond = proposal.items.first(where: \.description.isBond),
        let receipt = commitments[.responder]?.first(where: { $0.path == bond.path })?.lockReceipt
      else { return nil }
      return try ending(receipt)
    }
  }

  /// What is unfair to those who kept to the protocol; `nil` when nothing is.
  public func unfairness() async throws -> String? {
    for role in ExchangeRole.allCases where role != trouble.cheat {
      guard let outcome = machines[role]?.outcome else { return "the \(role.rawValue) does not end" }
      if case .wronged(let refusal) = outcome { return "the \(role.rawValue) is wronged: \(refusal)" }
      let (mine, theirs) = (try await held(by: role), try await held(by: role.peer))
      let isWhole = mine.count == owed(to: role).count
      let isCompensated = try role == .originator && bondEnding == .claimed
      if !isWhole, !theirs.isEmpty, !isCompensated {
        return "the \(role.rawValue) holds \(mine.sorted()), the other \(theirs.sorted())"
      }
      if ledgers[role]?.endings.contains(nil) == true {
        return "money of the \(role.rawValue) is still locked"
      }
      if role == .responder, try bondEnding == .claimed { return "an honest responder has lost its bond" }
      if (outcome == .completed) != isWhole { return "\(outcome) with \(mine.sorted())" }
    }
    return nil
  }
}
