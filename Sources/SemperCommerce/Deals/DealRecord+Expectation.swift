import SemperCryptography
import SemperExchange
import SemperModel
import SemperPayments
import SemperStatements
import SemperTerms

// What our side expects of the other one's items, and whether what came is that.
extension DealRecord {
  /// Why the goods of the offer are not what our side's owner wants; `nil` when they are, or when it has said nothing.
  var unsuited: Refusal? {
    guard let wanted = opening.expects else { return nil }
    do throws(Refusal) {
      try wanted.check(ItemParticulars(of: offer.content), as: .promised)
      return nil
    } catch {
      return error
    }
  }

  /// The first respect in which what the peer has given is not what we expected, by the contract and by our owner's wishes,
  /// with the peer's blame; `nil` when all is.
  ///
  /// - Parameter content: the data that is here, opened; `nil` when none is.
  func difference(content: ContentDescription?) -> Refusal? {
    do throws(Refusal) {
      guard let contract = contract?.journalled(as: Contract.self), let order, let exchange else {
        throw Refusal(.goodsMissing, blame: .undetermined, "nothing was exchanged in this deal")
      }
      let items = try opened(in: exchange, under: contract, content: content)
      try agreement(on: order).expectation(of: opening.side.peer, receipt: contract.receipt).check(items, as: .opened)
      if let wanted = opening.expects {
        for item in items where item.content != nil { try wanted.check(item, as: .opened) }
      }
      return nil
    } catch {
      return error
    }
  }

  /// The peer's items as they have really come: not what the contract says of them, but what the ledger, the seller's own
  /// signature and the opened files do.
  private func opened(
    in exchange: ExchangeSide, under contract: Contract, content: ContentDescription?
  ) throws(Refusal) -> [ItemParticulars] {
    let role = exchange.role.peer
    let kind: StatementKind = role == .originator ? .commitOriginator : .commitResponder
    let commitment = try evidence.first { $0.kind == kind }.flatMap { signed throws(Refusal) in
      try Commitment(carriedBy: signed)
    }
    var items = [ItemParticulars]()
    for item in exchange.items(of: role) {
      let locked = commitment?.locked.first { $0.path == item.path }
      let keys = exchange.terms.keys
      do {
        switch (locked?.form, content) {
        case (.data, let content?): items.append(ItemParticulars(of: content))
        case (.lock(let receipt), _):
          items.append(try ItemParticulars(VerifiedStatement<LockReceipt>(verifying: receipt, keys: keys)))
        case (.statement(let statement), _):
          let word = try VerifiedStatement<ConditionalStatement>(verifying: statement, keys: keys)
          items.append(try ItemParticulars(word, document: contract.receipt, kind: Designation("receipt")))
        default: throw Refusal(.goodsMissing, blame: .peer, "nothing has come in the place of \(item.path)")
        }
      } catch let refusal as Refusal {
        throw refusal
      } catch {
        throw Refusal(
          .notAsOffered, blame: .peer, "what has come in the place of \(item.path) cannot be read: \(error)")
      }
    }
    return items
  }
}
